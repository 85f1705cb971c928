/** Said wherever rows of these systems are shown. */
export const SYNTHETIC_NOTE = '演示数据为合成数据'

/** In the top bar of every page. */
export function SyntheticNote() {
  return <span className="x-soft">{SYNTHETIC_NOTE}</span>
}

/** Under the sign-in. Leaves the signed-in application: the public page asks for no session. */
export function SignInFoot() {
  return (
    <>
      <p><a href="/public">公众查询（无需登录）</a></p>
      <p className="x-soft">{SYNTHETIC_NOTE}，不对应任何真实企业或个人。</p>
    </>
  )
}
