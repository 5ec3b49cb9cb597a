# Shared by deploy.sh and remove.sh: every step has a name, and a sentence for whoever it fails for.

step() {
  title=$1 advice=$2
  printf '\n%s\n' "$title" >&2
}

say() { printf '%s\n' "$1" | sed 's/^/  /' >&2; }

stop() {
  trap - ERR
  printf '\n%s failed. %s\n' "$title" "$1" >&2
  exit 1
}

set -E
trap 'stop "$advice"' ERR
title=Start advice='Run it in a checkout of the project.'

confirm() {
  local answer
  read -r -p "$1 [y/N] " answer || true
  [[ $answer == [yY] ]] || {
    printf 'Nothing was changed.\n' >&2
    exit 1
  }
}

role_id() {
  sed -n "/\"id\"/{s/.*: \"\(.*\)\",/\1/;h;};/\"value\": \"$1\"/{x;p;}" infra/entra/app-roles.json
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Waits a minute: an app that was just deployed starts meanwhile.
answers() {
  local url=$1 expected=$2 status='' try
  for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
    status=$(curl -s -o /dev/null -w '%{http_code}' --max-time 20 "$url" || true)
    [[ $status =~ ^($expected)$ ]] && {
      say "$url answers $status"
      return 0
    }
    sleep "${HEALTH_PAUSE:-5}"
  done
  say "$url answers ${status:-nothing}"
  return 1
}
