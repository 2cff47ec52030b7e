interface WithMail {
  readonly mail?: { readonly domain?: string | undefined; readonly zone?: string | undefined } | undefined;
  readonly loadBalancer?:
    { readonly domain?: { readonly zone?: string | undefined } | undefined } | undefined;
}

/** Whether a name is a zone's own or below it. */
export const isInZone = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

/** Public hosted zone that gets the records of the mail domain: its own, or that of the load balancer where it has the domain. */
export function mailZone({ mail, loadBalancer }: WithMail): string | undefined {
  const shared = loadBalancer?.domain?.zone;
  if (mail?.zone !== undefined || mail?.domain === undefined || shared === undefined) return mail?.zone;
  return isInZone(mail.domain, shared) ? shared : undefined;
}
