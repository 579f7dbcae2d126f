// From the text of a saved JSON report back to a document. What the shipped JSON Schema does not allow is
// refused, so that every reporter may trust the document's shape.
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError } from '../model/errors.ts';
import { parseJson } from '../model/json.ts';
import { reportSchema } from '../model/report.ts';
import type { ReportDocument } from './document.ts';
import { hideSecrets } from './hideSecrets.ts';

export interface ParseOptions {
  /** For the messages. */
  readonly fileName: string;
  /** Content of schemas/report.schema.json. */
  readonly schema: object;
  /** Without it, what the file holds of secrets is hidden as in a fresh report. */
  readonly showSecrets: boolean;
}

/**
 * The document of a JSON report. Throws ConfigError, naming the file and the field, for anything that is no
 * report of this version.
 */
export function parseDocument(text: string, options: ParseOptions): ReportDocument {
  const { fileName } = options;
  const value = parseJson(text, fileName);
  const schemaName =
    typeof value === 'object' && value !== null && 'schema' in value && value.schema;
  if (schemaName !== reportSchema) {
    throw new ConfigError(
      `${fileName}: not a leaktrail report ("schema": "${reportSchema}" expected)`,
    );
  }
  const validate = new Ajv2020().compile<ReportDocument>(options.schema);
  if (!validate(value)) {
    throw new ConfigError(`${fileName}: ${describeError(validate.errors?.[0])}`);
  }
  return options.showSecrets ? value : hideSecrets(value);
}

function describeError(error: ErrorObject | undefined): string {
  if (error === undefined) return 'not a valid report';
  const field = error.instancePath === '' ? 'the report' : error.instancePath.slice(1);
  const extra: unknown = error.params['additionalProperty'];
  return `${field} ${error.message ?? 'is not valid'}${typeof extra === 'string' ? ` ('${extra}')` : ''}`;
}
