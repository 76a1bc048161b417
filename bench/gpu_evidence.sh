#!/usr/bin/env bash
# What a machine with a GPU can do, in one short text: doctor's facts, filters and chains, whole jobs.
#
#   gpu_evidence.sh [--json FOLDER] CLIP...
#
# Runs from a source tree (after ./dev build) and from the portable bundle, where it is share/fotograma/gpu_evidence.sh.
# CLIP: videos to decode; without any, and where ffmpeg is, 1080p and 2160p clips are made. FOLDER takes JSON lines too.
set -euo pipefail
here="$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")" && pwd)"
program="${FOTOGRAMA:-}"
for candidate in "$here/../../bin/fotograma" "$here/../build/release/bin/fotograma" "$here/../build/ci/bin/fotograma"; do
    [ -n "$program" ] || [ ! -x "$candidate" ] || program="$candidate"
done
[ -n "$program" ] || { echo "gpu_evidence.sh: no fotograma here; name it: FOTOGRAMA=/path/to/fotograma $0" >&2; exit 3; }

json=""
if [ "${1:-}" = --json ]; then
    json="${2:?--json needs a folder}"
    mkdir -p "$json"
    shift 2
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache" XDG_DATA_HOME="$work/data"

clips=("$@")
if [ ${#clips[@]} -eq 0 ]; then
    command -v ffmpeg >/dev/null || { echo "gpu_evidence.sh: name a clip; there is no ffmpeg to make one" >&2; exit 2; }
    for size in 1920x1080 3840x2160; do
        ffmpeg -hide_banner -loglevel error -nostdin -y -f lavfi -i "testsrc2=s=$size:r=30:d=${SECONDS_OF_CLIP:-10}" \
            -c:v libx264 -preset veryfast -pix_fmt yuv420p "$work/$size.mp4"
        clips+=("$work/$size.mp4")
    done
fi

# Prints for people; with --json runs for programs, so that nothing is measured twice.
part() { # NAME ARGUMENTS...
    local name="$1"; shift
    echo "== fotograma $*"
    if [ -n "$json" ]; then
        "$program" "$@" --json >"$json/$name.jsonl" || echo "(exit code $?)"
        wc -l <"$json/$name.jsonl" | sed "s|\$| lines in $json/$name.jsonl|"
    else
        "$program" "$@" || echo "(exit code $?)"
    fi
}

"$program" --version
part doctor doctor
part devices devices
part filters bench filters
for clip in "${clips[@]}"; do
    part "pipeline-$(basename "${clip%.*}")" bench pipeline "$clip" --jobs 1,4,16
done
