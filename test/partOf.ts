// Looks into documents that programs of others read, such as workflows.

/** A part of a document of which nothing is known, by its keys; undefined where there is none. */
export function partOf(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) current = Object(current)[key];
  return current;
}
