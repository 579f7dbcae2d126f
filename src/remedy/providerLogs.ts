// What a provider's logs tell about the use of a credential, from the provider's own documents. Where nothing is known of a
// provider the sentence is a general one.

/** By `provider` of a rule. Each continues "Look whether others used it: ". */
const logsOf: Readonly<Record<string, string>> = {
  aws: 'CloudTrail, event history by access key: aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=KEY_ID (the last 90 days; older ones in the trails and their S3 buckets); also aws iam get-access-key-last-used, and new users, keys and instances in all regions.',
  github:
    'the security log of the account (https://github.com/settings/security-log), the audit log of its organisations, and what the token could reach: new deploy keys, webhooks, workflow runs and releases.',
  gitlab:
    'the audit events of the group and project (Secure > Audit events), "last used" of the token, new deploy keys, runners and pipelines.',
  google:
    'Cloud Audit Logs in the Logs Explorer by protoPayload.authenticationInfo.serviceAccountKeyName or principalEmail; of an API key the metrics of the APIs that it opens (APIs & Services > Metrics, by credential).',
  azure:
    'the sign-in logs of service principals in Microsoft Entra, the Activity log of the subscription, and the diagnostic logs of a storage account.',
  microsoft:
    'the sign-in logs in Microsoft Entra, and what the webhook or token was used for in its service.',
  stripe:
    'the request logs of the dashboard (Developers > Logs, by key), new payouts, refunds, webhook endpoints and team members.',
  paypal:
    'the activity of the account and the webhook and API event logs of the developer dashboard.',
  square: 'the API logs of the developer dashboard, refunds and new payees.',
  slack:
    'the access logs of the workspace (Settings & administration > Workspace access logs) or, in Enterprise Grid, the Audit Logs API by app and token; and what the app posted.',
  discord: 'the audit log of each server that the bot or webhook can reach, and what it posted.',
  telegram:
    'getUpdates or getWebhookInfo of the bot: a webhook that is not yours, messages that it did not send.',
  openai:
    'Usage by API key (https://platform.openai.com/usage), and the audit log of the organisation where that was switched on: spending, new keys, files and fine-tunes.',
  anthropic:
    'Usage and cost by API key in the Console, and new keys and members of the organisation.',
  huggingface:
    'recent commits, new repositories, Spaces and endpoints of the account; organisations with a plan have an audit log.',
  twilio:
    'the Monitor: request and error logs, and events of the account; calls and messages by number and country.',
  sendgrid:
    'the Email Activity feed and statistics: mails that you did not send; new senders and API keys.',
  mailgun: 'the sending logs and events of each domain, new routes and credentials.',
  mailchimp: 'the API calls and the account activity, exports of audiences.',
  npm: 'the versions of your packages (npm view PACKAGE time) and your tokens (npm token list): releases that you did not make.',
  pypi: 'the security history of the account and of each project (https://pypi.org/manage/account/), and releases that you did not make.',
  docker: 'the activity logs of the organisation, and tags that you did not push.',
  cloudflare:
    'the audit logs of the account (Manage Account > Audit Log): DNS records, Workers, new tokens.',
  digitalocean: 'the security history of the account or team: new Droplets, keys and Spaces.',
  heroku: 'the activity of each app, new collaborators, and the authorisations of the account.',
  hashicorp: 'the audit devices of Vault, or the audit trail of the organisation in HCP Terraform.',
  datadog: 'the Audit Trail by API or application key.',
  newrelic: 'NrAuditEvent by user key.',
  sentry: 'the audit log of the organisation, and exports of its events.',
  atlassian: 'the audit log of the site or organisation, and the last use of the API token.',
  shopify: 'the activity log of the store and of its staff, apps and API access scopes.',
  okta: 'the System Log by token or client id.',
  databricks: 'system.access.audit, or the audit log that is delivered.',
  mongodb: 'the database access history of the cluster, and the activity feed of the project.',
  supabase: 'the logs of the API gateway and of Postgres, and the audit log of auth.',
  circleci: 'the audit log of the organisation, and pipelines that nobody of yours started.',
  alibaba: 'ActionTrail by AccessKey pair.',
};

/** Of rules that belong to no provider, by the beginning of their ids. */
const logsOfRule: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:password-in-url|.*(?:postgres|mysql|mongo|redis|database|connection-string|amqp|jdbc))/u,
    "the server's own logs of connections (PostgreSQL: log_connections; MySQL: general or audit log; MongoDB: auditLog; Redis: ACL LOG): unknown addresses and users, exports, new accounts.",
  ],
  [
    /^(?:.*private-key|key-store|pgp|putty)/u,
    'where the key opens a door: sshd ("Accepted publickey" with its fingerprint in auth.log or journalctl -u ssh), the deploy keys of the hosting service, the signatures and certificates that it made.',
  ],
  [
    /jwt|session|secret-key|signing/u,
    'sessions and tokens that your service did not hand out; those signed with the old key end when it is replaced.',
  ],
];

const general =
  'the sign-in, access and usage logs of the service: unknown addresses, times and amounts, and what was created or changed with it.';

/** What to check, as a sentence that goes on after a colon. */
export function logsFor(provider: string, ruleId: string): string {
  const own = logsOf[provider];
  if (own !== undefined) return own;
  return logsOfRule.find(([pattern]) => pattern.test(ruleId))?.[1] ?? general;
}
