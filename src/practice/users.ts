import { createHash } from 'node:crypto'
import { idNumber, ZoomError } from './answer.ts'
import type { Answer, Call } from './answer.ts'
import { plainName } from './names.ts'
import { pageOf } from './paging.ts'
import { createRandom, createUrlId } from './random.ts'
import type { School, StaffMember } from './school.ts'
import type { Json } from './state.ts'
import type { World } from './world.ts'
import { zoomTime } from './zone.ts'

/** One user of the pretend account. */
export interface ZoomUser {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly isLicensed: boolean
  readonly pmi: string
  readonly role: StaffMember['role']
}

type Identity = Omit<ZoomUser, 'isLicensed'>

const identities = new WeakMap<School, readonly Identity[]>()

/** All users of the account; the app's owner comes first. On the free plan nobody is licensed. */
export function listUsers(world: World): ZoomUser[] {
  let known = identities.get(world.school)
  if (known === undefined) {
    known = world.school.staff.map((member) => {
      const random = createRandom(world.state.seed, 'user', member.email)
      return {
        id: createUrlId(random),
        email: member.email,
        firstName: member.name.given,
        lastName: member.name.family,
        pmi: String(random.whole(2_000_000_000, 9_999_999_999)),
        role: member.role,
      }
    })
    identities.set(world.school, known)
  }
  const mayBeLicensed = world.state.plan !== 'free'
  return known.map((user) => ({
    ...user,
    isLicensed:
      mayBeLicensed && ((user.role === 'owner' && world.state.isOwnerUnlicensed !== true) || user.role === 'teacher'),
  }))
}

/** The user by id, e-mail or `me` (the app's owner). Raises 404/1001. */
export function getUser(world: World, key: string): ZoomUser {
  const users = listUsers(world)
  const found =
    key === 'me' ? users[0] : users.find((user) => user.id === key || user.email.toLowerCase() === key.toLowerCase())
  if (found === undefined) throw new ZoomError(404, 1001, `User does not exist: ${key}.`)
  return found
}

function userFields(world: World, user: ZoomUser): Record<string, unknown> {
  const name = plainName({ given: user.firstName, family: user.lastName, middle: '', suffix: '', nickname: '' })
  const createdAt = zoomTime(Date.UTC(2024, 5, 3, 1))
  return {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    display_name: name,
    email: user.email,
    type: user.isLicensed ? 2 : 1,
    pmi: idNumber(user.pmi),
    timezone: world.school.timeZone,
    verified: 1,
    dept: user.role === 'teacher' ? 'Faculty' : 'Office',
    created_at: createdAt,
    user_created_at: createdAt,
    last_login_time: zoomTime(world.state.createdAt - 86_400_000),
    language: 'en-US',
    status: 'active',
    role_id: user.role === 'owner' ? '0' : '2',
  }
}

/** `GET /users`: active users by default; nobody of this school is inactive or pending. */
export function answerUsers(world: World, call: Call): Answer {
  const status = call.query.get('status') ?? 'active'
  const users = status === 'active' ? listUsers(world) : []
  const page = pageOf(world, `users ${status}`, users, call.query, 2000)
  const { page_count, page_size, total_records, next_page_token } = page.fields
  return {
    status: 200,
    body: {
      page_count,
      page_number: 1,
      page_size,
      total_records,
      next_page_token,
      users: page.rows.map((user) => userFields(world, user)),
    },
  }
}

/** `GET /users/{id}`. */
export function answerUser(world: World, call: Call): Answer {
  const user = getUser(world, call.params.userId ?? '')
  return {
    status: 200,
    body: {
      ...userFields(world, user),
      role_name: user.role === 'owner' ? 'Owner' : 'Member',
      use_pmi: false,
      account_id: world.state.credentials.accountId,
      account_number: 70_010_239,
      company: world.school.name,
      personal_meeting_url: `${world.webUrl}/j/${user.pmi}`,
      vanity_url: '',
      cluster: 'us05',
      login_types: [100],
      jid: `${user.id.toLowerCase()}@xmpp.zoom.example`,
      location: '',
      job_title: user.role === 'teacher' ? 'Teacher' : '',
      group_ids: [],
      im_group_ids: [],
    },
  }
}

/** What a passcode of this account must look like: six characters with a digit, unless a control call said otherwise. */
export function passcodeRuleOf(world: World): Readonly<Record<string, Json>> {
  return {
    length: 6,
    have_letter: false,
    have_number: true,
    have_special_character: false,
    only_allow_numeric: false,
    have_upper_and_lower_characters: false,
    consecutive_characters_length: 0,
    weak_enhance_detection: false,
    ...world.state.passcodeRule,
  }
}

/** `GET /users/{id}/settings`: the groups that scheduling needs, or one of the `option`s. */
export function answerUserSettings(world: World, call: Call): Answer {
  const user = getUser(world, call.params.userId ?? '')
  const option = call.query.get('option')
  if (option === 'meeting_authentication') {
    return { status: 200, body: { meeting_authentication: false, authentication_options: [] } }
  }
  const security = {
    meeting_security: {
      auto_security: true,
      meeting_password: true,
      meeting_password_requirement: passcodeRuleOf(world),
      waiting_room: true,
      waiting_room_settings: {
        participants_to_place_in_waiting_room: 0,
        users_who_can_admit_participants_from_waiting_room: 0,
      },
    },
  }
  if (option === 'meeting_security') return { status: 200, body: security }
  return {
    status: 200,
    body: {
      schedule_meeting: {
        host_video: true,
        participants_video: true,
        join_before_host: false,
        force_pmi_jbh_password: true,
        require_password_for_scheduling_new_meetings: true,
        meeting_password_requirement: passcodeRuleOf(world),
      },
      in_meeting: { waiting_room: true, breakout_room: true, co_host: true, entry_exit_chime: 'none', chat: true },
      email_notification: { jbh_reminder: false, cancel_meeting_reminder: true, alternative_host_reminder: true },
      recording: { local_recording: true, cloud_recording: user.isLicensed, auto_recording: 'none' },
      telephony: { third_party_audio: false },
      feature: { meeting_capacity: 100, large_meeting: false, webinar: false, cn_meeting: false, in_meeting: false },
    },
  }
}

/** `GET /users/{id}/token`: only `type=zak` is alive, as for most accounts. */
export function answerUserToken(world: World, call: Call): Answer {
  const user = getUser(world, call.params.userId ?? '')
  const type = call.query.get('type') ?? 'token'
  if (type === 'token') throw new ZoomError(400, 200, 'This API no longer supports the token type.')
  if (type !== 'zak') throw new ZoomError(400, 300, 'Invalid parameter: type.')
  const seal = createHash('sha256').update(`${user.id} ${world.now()}`).digest('base64url')
  return { status: 200, body: { token: `practice.${seal}` } }
}
