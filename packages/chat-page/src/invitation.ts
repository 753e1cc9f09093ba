/** The address of this page for somebody who is to write with whoever is named. */
export function invitationTo({ uuid, username }: { uuid: string; username: string }): string {
  return `/chat/try#${new URLSearchParams({ with: uuid, name: username })}`
}

/** Whom the page's address names. */
export function invitation(): { uuid: string; username: string } | undefined {
  const named = new URLSearchParams(location.hash.slice(1))
  const uuid = named.get('with')
  return uuid ? { uuid, username: named.get('name') ?? 'somebody' } : undefined
}
