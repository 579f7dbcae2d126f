// The RE2 engine behind every rule: the native `re2` where it can be loaded, else the pure-JavaScript
// port `re2js`. Both see the same text (one character a byte), so both give the same offsets. Which
// rule runs where is left to detect/.
import { isAscii } from 'node:buffer';
import { createRequire } from 'node:module';

/** `native` is the re2 package, `js` the re2js package. */
export type EngineName = 'native' | 'js';

/** A match of one pattern. Byte offsets in the content given to `exec`, half-open. */
export interface PatternHit {
  readonly start: number;
  readonly end: number;
  /** The named group `secret`. */
  readonly secretStart: number;
  readonly secretEnd: number;
  /** Every other named group that took part, as [start, end]. */
  readonly groups: Readonly<Record<string, readonly [number, number]>>;
}

export interface CompiledPattern {
  /**
   * The leftmost match within `bytes[fromByte, toByte)`. `^` and `$` hold at the edges of that window only
   * where they are the edges of `bytes`: a match that touches a cut edge is not returned, so a window
   * has one spare byte on either side (load.ts sees to it). Nothing outside the window counts.
   */
  exec(bytes: Uint8Array, fromByte: number, toByte: number): PatternHit | undefined;
}

export interface PatternEngine {
  readonly name: EngineName;
  /** Compiles one RE2 pattern with the named group `secret`; throws a SyntaxError that says what is wrong. */
  compile(source: string): CompiledPattern;
}

/**
 * Loads the engine once per choice. `auto` takes native re2 when it is installed and loads on this
 * platform; `js` forces the port (LEAKTRAIL_RE2=js). Loading native re2 costs about 12 ms, so call this
 * when the first pattern is needed, not at start.
 */
export function loadEngine(choice: 'auto' | 'js' = 'auto'): PatternEngine {
  const known = loaded.get(choice);
  if (known !== undefined) return known;
  const engine = (choice === 'auto' ? loadNative() : undefined) ?? loadPort();
  loaded.set(choice, engine);
  return engine;
}

/** Whether a pattern was needed so far. */
export function isEngineLoaded(choice: 'auto' | 'js'): boolean {
  return loaded.has(choice);
}

const loaded = new Map<string, PatternEngine>();

// The shapes of the two packages, as far as they are used here. The packages' own types are not
// imported, so that the project compiles where the optional one is not installed.
interface NativeMatch {
  readonly indices: readonly (readonly [number, number] | undefined)[] & {
    readonly groups?: Readonly<Record<string, readonly [number, number] | undefined>>;
  };
}
interface NativePattern {
  exec(text: string | Uint8Array): NativeMatch | null;
}
type NativeConstructor = new (source: string, flags: string) => NativePattern;

interface PortMatcher {
  find(): boolean;
  start(group?: string | number): number;
  end(group?: string | number): number;
}
interface PortPattern {
  matcher(text: string): PortMatcher;
  namedGroups(): Record<string, number>;
}
interface PortModule {
  readonly RE2JS: { compile(source: string): PortPattern };
}

function loadNative(): PatternEngine | undefined {
  let constructor: NativeConstructor;
  try {
    const module: unknown = createRequire(import.meta.url)('re2');
    if (typeof module !== 'function') return undefined;
    constructor = module as NativeConstructor;
    if (new constructor('b', 'd').exec('ab') === null) return undefined;
  } catch {
    // Not installed, or built for another platform or Node: the port serves.
    return undefined;
  }
  return {
    name: 'native',
    compile: (source) => nativePattern(new constructor(checkedSource(source), 'd')),
  };
}

function loadPort(): PatternEngine {
  const require = createRequire(import.meta.url);
  const { RE2JS } = require('re2js') as PortModule;
  return { name: 'js', compile: (source) => portPattern(RE2JS.compile(checkedSource(source))) };
}

// On a Buffer native re2 reads UTF-8 and lets no class match a broken byte. So only ASCII windows go
// in as bytes (400 ns, no copy); the rest go in as latin1 text (1.2 µs), as the port sees them.
function nativePattern(pattern: NativePattern): CompiledPattern {
  return {
    exec(bytes, fromByte, toByte) {
      const window = viewOf(bytes, fromByte, toByte);
      const match = pattern.exec(isAscii(window) ? window : window.toString('latin1'));
      if (match === null) return undefined;
      const whole = match.indices[0];
      const secret = match.indices.groups?.['secret'];
      if (whole === undefined || secret === undefined) return undefined;
      const groups: Record<string, readonly [number, number]> = {};
      for (const [name, range] of Object.entries(match.indices.groups ?? {})) {
        if (name !== 'secret' && range !== undefined) {
          groups[name] = [range[0] + fromByte, range[1] + fromByte];
        }
      }
      return withinWindow(bytes, fromByte, toByte, {
        start: whole[0] + fromByte,
        end: whole[1] + fromByte,
        secretStart: secret[0] + fromByte,
        secretEnd: secret[1] + fromByte,
        groups,
      });
    },
  };
}

function portPattern(pattern: PortPattern): CompiledPattern {
  const names = Object.keys(pattern.namedGroups()).filter((name) => name !== 'secret');
  return {
    exec(bytes, fromByte, toByte) {
      const matcher = pattern.matcher(viewOf(bytes, fromByte, toByte).toString('latin1'));
      if (!matcher.find() || matcher.start('secret') < 0) return undefined;
      const groups: Record<string, readonly [number, number]> = {};
      for (const name of names) {
        const start = matcher.start(name);
        if (start >= 0) groups[name] = [start + fromByte, matcher.end(name) + fromByte];
      }
      return withinWindow(bytes, fromByte, toByte, {
        start: matcher.start() + fromByte,
        end: matcher.end() + fromByte,
        secretStart: matcher.start('secret') + fromByte,
        secretEnd: matcher.end('secret') + fromByte,
        groups,
      });
    },
  };
}

function viewOf(bytes: Uint8Array, fromByte: number, toByte: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + fromByte, toByte - fromByte);
}

// Where the window was cut, `^`, `$` and `\b` hold by accident, and a secret may go on beyond it.
function withinWindow(
  bytes: Uint8Array,
  fromByte: number,
  toByte: number,
  hit: PatternHit,
): PatternHit | undefined {
  const leansLeft = fromByte > 0 && hit.start === fromByte;
  const leansRight = toByte < bytes.length && hit.end === toByte;
  return leansLeft || leansRight ? undefined : hit;
}

function checkedSource(source: string): string {
  if (!source.includes('(?P<secret>')) {
    throw new SyntaxError('the pattern has no group named secret: (?P<secret>…)');
  }
  return source;
}
