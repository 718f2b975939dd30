/**
 * What Homeroom uses of keytar. It stands here because keytar is optional: where it could not be built it is not
 * installed, and its own types are not there either.
 */
declare module 'keytar' {
  const keytar: {
    getPassword(service: string, account: string): Promise<string | null>
    setPassword(service: string, account: string, password: string): Promise<void>
    deletePassword(service: string, account: string): Promise<boolean>
  }
  export default keytar
}
