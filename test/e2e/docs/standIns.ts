// What a page runs that cannot be run here (it needs a network, a daemon or many minutes), why, and the strongest thing
// that is done in its place: scripts of sh that go first on the PATH.

interface StandIn {
  readonly why: string;
  readonly instead: string;
  readonly script: string;
}

export const standIns: Readonly<Record<string, StandIn>> = {
  npm: {
    why: 'ci and install ask a registry; test, run and the rest are what .ci/run does itself',
    instead:
      'ci: there is a lockfile; run: package.json has the script, and that the options; install: puts the package under test there',
    script: `
case "$1" in
  ci) test -f package-lock.json ;;
  test) exec node -e 'process.exit(require("./package.json").scripts.test ? 0 : 1)' ;;
  run)
    shift
    exec node -e '
      const [name, ...args] = process.argv.slice(1);
      const script = require("./package.json").scripts[name];
      const file = /\\S+\\.mjs/.exec(script ?? "")?.[0];
      const text = file === undefined ? "" : fs.readFileSync(file, "utf8");
      const known = (arg) => !/^--./.test(arg) || text.includes(arg.slice(2));
      process.exit(script !== undefined && args.every(known) ? 0 : 1);' -- "$@" ;;
  install)
    version=$(node -p 'require(process.env.LEAKTRAIL_ROOT + "/package.json").version')
    for last; do :; done
    test "$last" = "leaktrail@$version" || { echo "npm install of $last" >&2; exit 1; }
    mkdir -p node_modules && ln -s "$LEAKTRAIL_PACKAGE" node_modules/leaktrail ;;
  *) echo "no stand-in for npm $1" >&2; exit 1 ;;
esac`,
  },
  docker: {
    why: 'there is no daemon here',
    instead:
      'build: there is a Dockerfile; run: the arguments behind the image, on the folder that is mounted',
    script: `
case "$1" in
  build) test -f "$LEAKTRAIL_ROOT/Dockerfile" ;;
  run)
    while [ "$1" != leaktrail ]; do
      case "$1" in *:/repo:ro) cd "\${1%:/repo:ro}" || exit 2 ;; esac
      shift
    done
    exec "$@" ;;
  *) echo "no stand-in for docker $1" >&2; exit 1 ;;
esac`,
  },
  pass: {
    why: 'the password manager of whoever reads',
    instead: 'prints a variable whose value stands nowhere',
    script: "echo 'API_TOKEN=stands-nowhere-5c1d'",
  },
};
