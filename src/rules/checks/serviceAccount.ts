// Google service account keys: a JSON object of type service_account with a PEM key in it.
// https://cloud.google.com/iam/docs/keys-create-delete

/** Whether the JSON text around a `private_key` belongs to a service account and the key has a body. */
export function isServiceAccountKey(value: string): boolean {
  const body = value.replace(/-----(?:BEGIN|END)[A-Z ]*-----|(?<!\\)\\+n|\s/gu, '');
  return body.length >= 24 && /^[A-Za-z0-9+/=]+$/u.test(body) && new Set(body).size >= 12;
}
