// A plan as it leaves the program (`leaktrail.plan/1`): without the secrets, in whatever text they stand, unless the user
// asked for them.
import type {
  CodePart,
  CommandStep,
  Plan,
  PlannedCredential,
  PlannedSecret,
  Replacement,
  Verification,
} from '../model/plan.ts';
import type { FindingDocument } from './document.ts';
import { redactSecret } from './redact.ts';
import { createRedactor, openRedactor } from './redactor.ts';
import type { Redactor } from './redactor.ts';
import { toDocument } from './toDocument.ts';

export interface SecretPart extends Omit<PlannedSecret, 'value'> {
  readonly redacted: string;
  readonly value?: string;
}

export interface PlanDocument extends Omit<Plan, 'secrets' | 'credentials' | 'replacements'> {
  readonly credentials: readonly (Omit<PlannedCredential, 'secrets'> & {
    readonly secrets: readonly SecretPart[];
  })[];
  readonly replacements: readonly (Omit<Replacement, 'before'> & { readonly before: string })[];
  readonly exitCode: number;
}

export interface ShowOptions {
  readonly showSecrets: boolean;
}

/** Keys in the order in which a reader wants them. */
export function planDocument(
  plan: Plan,
  { showSecrets, exitCode }: ShowOptions & { readonly exitCode: number },
): PlanDocument {
  const redactor = showSecrets ? openRedactor : createRedactor(plan.secrets);
  const { credentials, replacements, secrets: _hidden, ...rest } = plan;
  const clear = {
    schema: rest.schema,
    target: rest.target,
    gaps: rest.gaps,
    unread: rest.unread,
    variables: rest.variables,
    purge: rest.purge,
    hosts: rest.hosts,
    people: rest.people,
    suppressed: rest.suppressed,
  };
  const told = withoutSecrets(clear, redactor);
  return {
    schema: told.schema,
    target: told.target,
    gaps: told.gaps,
    credentials: credentials.map((credential) => {
      const { secrets, ...others } = credential;
      return {
        ...withoutSecrets(others, redactor),
        secrets: secrets.map(({ value, ...secret }) => ({
          ...withoutSecrets(secret, redactor),
          redacted: redactSecret(value),
          ...(showSecrets ? { value } : {}),
        })),
      };
    }),
    replacements: replacements.map(({ before, after, ...others }) => ({
      ...withoutSecrets(others, redactor),
      before: before.map((part) => partText(part, redactor, showSecrets)).join(''),
      after: after === null ? null : redactor.text(after),
    })),
    variables: told.variables,
    purge: told.purge,
    steps: stepsTold(rest.steps, redactor),
    hosts: told.hosts,
    people: told.people,
    unread: told.unread,
    suppressed: told.suppressed,
    exitCode,
  };
}

function partText(part: CodePart, redactor: Redactor, showSecrets: boolean): string {
  if (typeof part === 'string') return redactor.text(part);
  return showSecrets ? part.secret : redactSecret(part.secret);
}

/** The value with every text in it redacted as a name: what the program says, paths and people. */
function withoutSecrets<Value>(value: Value, redactor: Redactor): Value {
  const told = (each: unknown): unknown => {
    if (typeof each === 'string') return redactor.name(each);
    if (Array.isArray(each)) return each.map(told);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, told(inner)]));
  };
  // The same shape with other texts in it.
  return told(value) as Value;
}

/** A command with a masked word is another command, which its asterisks may even lead elsewhere: then there are none. */
function stepsTold(steps: readonly CommandStep[], redactor: Redactor): CommandStep[] {
  const holdsNone = steps.every(({ commands }) =>
    commands.every((command) => redactor.name(command) === command),
  );
  return steps.map(({ title, notes, commands }) => ({
    title: redactor.name(title),
    notes: [
      ...notes.map((note) => redactor.name(note)),
      ...(holdsNone
        ? []
        : [
            'Commands are left out: a folder or a ref is called like a secret. --show-secrets prints them.',
          ]),
    ],
    commands: holdsNone ? commands : [],
  }));
}

export interface VerificationDocument {
  readonly schema: 'leaktrail.verification/1';
  readonly target: string;
  readonly folder: string;
  readonly sought: number;
  readonly plainWords: number;
  readonly isGone: boolean;
  readonly complete: boolean;
  readonly problems: readonly string[];
  readonly findings: readonly FindingDocument[];
  readonly blobs: readonly string[];
  readonly paths: readonly string[];
  readonly removeCommand: string;
  readonly exitCode: number;
}

export function verificationDocument(
  { folder, sought, plainWords, report, blobs, paths, removeCommand }: Verification,
  { showSecrets, exitCode }: ShowOptions & { readonly exitCode: number },
): VerificationDocument {
  const { target, coverage, findings } = toDocument(report, { showSecrets });
  return {
    schema: 'leaktrail.verification/1',
    target: target.path,
    folder,
    sought,
    plainWords,
    isGone: findings.length === 0 && blobs.length === 0 && paths.length === 0,
    complete: coverage.complete,
    problems: coverage.problems.map(({ message }) => message),
    findings,
    blobs,
    paths,
    removeCommand,
    exitCode,
  };
}
