// What one configuration file says, before the files that it extends and the rules that it names are known.
import type { Settings } from '../model/settings.ts';
import type { FieldPath, RuleSource } from '../rules/ruleFields.ts';

/** A text of a configuration with the place that it stands at. */
export interface PlacedText {
  readonly text: string;
  readonly at: FieldPath;
}

export interface ConfigPart {
  readonly source: RuleSource;
  /** Of this file alone; `baseline` as written. */
  readonly settings: Settings;
  /** Files to read before this one, as written. */
  readonly extended: readonly PlacedText[];
  /** Rule files beside it, as written. */
  readonly ruleFiles: readonly PlacedText[];
  readonly baseline?: PlacedText;
  /** Rule ids, or ids with `*`, that must name a rule. */
  readonly ruleNames: readonly PlacedText[];
  /** Rules to disable that another tool has; leaktrail may have none of that name. */
  readonly foreignNames?: readonly PlacedText[];
}
