#!/usr/bin/env python3
"""The layer rule of docs/architecture.md, section 3: who may include whom, and where each foreign name may appear.

    check_layers.py [ROOT]      checks the tree and prints every offending arrow as file:line; exit 1 if there is one
    check_layers.py --self-test checks the checker on small bad trees in a temporary folder

It reads include lines and names only; it needs no build. A change of the table is a change of the design: say why in
an ADR.
"""
import pathlib
import re
import sys
import tempfile

SOURCE_SUFFIXES = {".h", ".hpp", ".cpp", ".cc", ".cu", ".cuh", ".def", ".inl"}
TOP_FOLDERS = ("app", "ui", "engine", "gpu", "tests", "bench")

# ---- Inside engine: a module includes itself and lower tiers, never a sibling. ------------------------------------
TIERS = {
    0: ("base", "pixel"),
    1: ("api", "frame", "net"),
    2: ("device", "telemetry"),
    3: ("media", "filter", "models"),
    3.5: ("plugins",),
    4: ("filters", "measures", "recipe"),
    5: ("pipeline", "cache", "store", "duplicates"),
    6: ("worker",),
    7: ("job",),
    8: ("service", "cluster"),
    9: ("server",),
}
TIER_OF = {module: tier for tier, modules in TIERS.items() for module in modules}
# Where less than the tier is allowed.
NARROWER = {
    "base": (),
    "pixel": (),  # must compile as device code: not even the standard library
    "api": ("base",),
    "net": ("base",),
    "frame": ("base", "pixel"),
    "telemetry": ("base", "net"),
    "duplicates": ("base",),
    "server": ("api", "base", "net", "telemetry"),
}
FOLDER_A_PART = ("filters", "measures")  # folders in these never include each other

# ---- Between the top folders; a path ending in "/" is a folder. ----------------------------------------------------
MAY_INCLUDE = {
    "app": ("app/", "ui/", "engine/", "gpu/"),
    "ui": ("ui/", "engine/api/", "engine/base/"),
    "gpu": ("gpu/", "engine/base/", "engine/pixel/", "engine/frame/", "engine/device/",
            "engine/filter/self_check.h", "engine/filter/host.h", "engine/media/hardware.h"),
}
# A program of the bare subset puts host and CUDA together, as app/ does in the whole build.
COMPOSES = {"gpu/self_check_main.cpp": ("engine/filter/",)}

# ---- Fences: (what, include pattern, where it may be) -------------------------------------------------------------
# "<name>" matches what stands in the angle brackets or quotes of an include.
LIBRARY_FENCES = (
    ("libav", r"(libav\w+|libsw\w+|libpostproc)/", ("engine/media/av.h", "engine/media/audio_graph_module.cpp",
                                                            "engine/media/video_graph_module.cpp", "engine/media/graph_text.cpp",
                                                            "engine/media/graph_rules.cpp", "engine/plugins/",
                                                            "gpu/hw_frames.cpp")),
    ("NVIDIA's video types", r"ffnvcodec/", ("gpu/hw_frames.cpp", "gpu/codec_chips.cpp")),
    ("CUDA", r"(cuda|cuda_\w+|nvrtc|nvml|cooperative_groups|cudaTypedefs)\.h|(cuda/|cub/|thrust/)", ("gpu/",)),
    ("Qt", r"Q[A-Z]\w*$|Qt\w+/|q[a-z_]+\.h$", ("ui/", "app/desktop_main.cpp")),
    ("JSON", r"nlohmann/", (re.compile(r"engine/base/[^/]+\.cpp"),)),
    ("log", r"spdlog/", (re.compile(r"engine/base/[^/]+\.cpp"),)),
    ("format", r"fmt/", (re.compile(r"engine/base/[^/]+\.cpp"),)),
    ("xxHash", r"xxh\w+\.h", ("engine/base/hash.cpp",)),
    ("TBB", r"(tbb|oneapi)/", ("engine/device/host_parallel.cpp",)),
    ("zimg", r"zimg(\+\+|\.)\w*", (re.compile(r"engine/filters/(resize|convert)/[^/]+_fast\.cpp"),)),
    ("SQL", r"soci/|sqlite3\.h|libpq", ("engine/store/",)),
    ("HTTP", r"boost/(beast|asio)|openssl/|curl/|httplib", ("engine/net/", "engine/server/")),
    ("tokens", r"jwt\.h", ("engine/server/",)),
    ("Redis", r"hiredis/", ("engine/cache/redis_connection.cpp",)),
    ("compression", r"lz4\w*\.h", ("engine/cache/record.cpp",)),
    ("OpenCV", r"opencv2/", ("engine/models/",)),
    ("frei0r", r"frei0r\.h", ("engine/plugins/",)),
    ("prometheus", r"prometheus/", ("engine/telemetry/",)),
    ("command line", r"CLI/", ("app/",)),
    ("Arrow", r"(arrow|parquet)/", ("app/reports/parquet_module.cpp",)),
    ("TOML", r"toml\+\+/|toml\.hpp", ("app/",)),
    ("platform", r"(unistd|fcntl|dlfcn|pthread|sched|signal|poll|termios|spawn|pwd|grp|dirent|netdb|execinfo|link|syslog|"
                 r"ftw|glob|wordexp|sysexits|windows|winsock2|ws2tcpip|shlobj|shlwapi|knownfolders|objbase|psapi|"
                 r"process|io|direct)\.h|(sys|linux|netinet|arpa|net|mach)/",
     (re.compile(r"engine/base/platform_\w+\.cpp"),)),
)
# Names that betray CUDA without an include; comments and strings do not count.
CUDA_NAMES = re.compile(
    r"\b(__global__|__device__|__host__|__constant__|__shared__|__CUDACC__|__CUDA_ARCH__|__nv_\w+|"
    r"CU(?:deviceptr|device|context|stream|module|function|event|result|graph\w*)\b|CUDA_\w+|"
    r"cu(?:Init|Mem|Ctx|Device|Stream|Event|Module|Launch|Func|Graph|Driver|Get)[A-Z]\w*|"
    r"cuda(?:Malloc|Free|Mem|Stream|Event|Launch|GetDevice|SetDevice|Device[A-Z]|Error_t|Success)\w*|nvrtc[A-Z]\w*)")
CUDA_NAMES_ALLOWED = ("gpu/", "engine/pixel/qualifiers.h", "engine/pixel/math.h")  # pixel is read by both sides
AV_HEADER = "engine/media/av.h"
AV_HEADER_ALLOWED = ("engine/media/", "engine/plugins/")

STANDARD_C = {"assert.h", "errno.h", "float.h", "inttypes.h", "limits.h", "math.h", "stdbool.h", "stddef.h",
              "stdint.h", "stdio.h", "stdlib.h", "string.h", "time.h"}
COMPILER = re.compile(r"(cpuid|intrin|\w+intrin|cxxabi|arm_neon)\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')
# Literals are blanked and comments removed, so that only code is searched for names.
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z])\'(?:\\.|[^\'\\\n])+\'', re.S)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*")', re.S)


def inside(path, places):
    """Is `path` one of `places`: a file, a folder ending in '/', or a pattern?"""
    for place in places:
        if isinstance(place, re.Pattern):
            if place.fullmatch(path):
                return True
        elif path == place or (place.endswith("/") and path.startswith(place)):
            return True
    return False


def blank(match, kept=None):
    return kept if kept is not None else re.sub(r"[^\n]", " ", match.group(0))


def engine_place(path):
    """('filters', 'resize') of engine/filters/resize/resize.cpp; ('media', '') of engine/media/av.h."""
    parts = path.split("/")
    module = parts[1] if len(parts) > 2 else ""
    part = parts[2] if module in FOLDER_A_PART and len(parts) > 3 else ""
    return module, part


def engine_arrow(path, target):
    """The sentence against engine's `path` including engine's `target`, or None."""
    module, part = engine_place(path)
    other, other_part = engine_place(target)
    if other not in TIER_OF:
        return f"engine/{other} is in no tier"
    if path.endswith("_kernel.h") and other != "pixel" and not (
            (module, part) == (other, other_part) and target.endswith("_kernel.h")):
        return "a kernel header is device code: it includes engine/pixel only"
    if module == other:
        if part and other_part and part != other_part:
            return f"{module}/{part} and {other}/{other_part} are siblings"
        return None
    if module in NARROWER:
        if other not in NARROWER[module]:
            allowed = ", ".join(NARROWER[module]) or "nothing"
            return f"{module} may include {allowed}, not {other}"
        return None
    if TIER_OF[other] >= TIER_OF[module]:
        return f"{module} is of tier {TIER_OF[module]}, {other} of tier {TIER_OF[other]}: only lower tiers"
    return None


def project_arrow(path, target):
    """The sentence against `path` including the project file `target`, or None."""
    top, target_top = path.split("/")[0], target.split("/")[0]
    if top in ("tests", "bench"):
        return None
    if target_top in ("tests", "bench"):
        return f"nobody includes {target_top}"
    if target == AV_HEADER and not inside(path, AV_HEADER_ALLOWED):
        return "libav stays behind engine/media: media/av.h is for media and plugins"
    if top == "engine":
        if target_top != "engine":
            return f"engine never includes {target_top}"
        return engine_arrow(path, target)
    if not inside(target, MAY_INCLUDE[top] + COMPOSES.get(path, ())):
        return f"{top} may include " + ", ".join(MAY_INCLUDE[top])
    return None


def foreign_arrow(path, name):
    """The sentence against `path` including the library header `name`, or None."""
    if path.split("/")[0] in ("tests", "bench"):
        return None
    if path.startswith("engine/pixel/") or path.endswith("_kernel.h"):
        return "device code includes nothing but engine/pixel"
    if "." not in name and "/" not in name and name.islower():
        return None  # <vector>
    if name in STANDARD_C or COMPILER.match(name):
        return None
    for what, pattern, places in LIBRARY_FENCES:
        if re.match(pattern, name):
            if inside(path, places):
                return None
            where = ", ".join(p.pattern if isinstance(p, re.Pattern) else p for p in places)
            return f"{what} only in {where}"
    return "a library no fence knows: give it a place in tests/check_layers.py and in the design"


def check_file(root, path):
    """Yields (line number, arrow, sentence) for one file."""
    text = (root / path).read_text(encoding="utf-8")
    place = path.split("/")
    if "utils" in place or place[-1].startswith("utils."):
        yield 1, path, "nothing is called utils"
    if place[0] == "engine" and engine_place(path)[0] not in TIER_OF:
        yield 1, path, f"engine/{engine_place(path)[0]} is in no tier"
        return
    without_comments = COMMENT_OR_STRING.sub(lambda m: blank(m, m.group(1)), text)
    for number, line in enumerate(without_comments.split("\n"), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        angled, quoted = match.group(2), match.group(3)
        target = angled or quoted
        if quoted and quoted.split("/")[0] in TOP_FOLDERS and "/" in quoted:
            sentence = project_arrow(path, quoted)
        elif quoted and (quoted.endswith(".moc") or re.fullmatch(r"moc_\w+\.cpp|ui_\w+\.h", quoted)):
            sentence = None if inside(path, ("ui/", "app/desktop_main.cpp", "tests/", "bench/")) else "Qt only in ui/"
        elif quoted and quoted != "qcustomplot.h":
            sentence = None if place[0] == "tests" else "a quoted include starts at the repository root"
        else:
            sentence = foreign_arrow(path, target)
        if sentence:
            yield number, f"{path} -> {target}", sentence
    if place[0] not in ("tests", "bench") and not inside(path, CUDA_NAMES_ALLOWED):
        for number, line in enumerate(NOT_CODE.sub(blank, text).split("\n"), 1):
            for name in CUDA_NAMES.findall(line):
                yield number, f"{path} -> {name}", "CUDA names only in gpu/"


def sources(root):
    for top in TOP_FOLDERS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES and path.is_file():
                yield path.relative_to(root).as_posix()


def check_tree(root):
    """Prints every offending arrow; returns how many there are, and of how many files."""
    wrong = files = 0
    for path in sources(root):
        files += 1
        for number, arrow, sentence in check_file(root, path):
            print(f"{path}:{number}: {arrow}: {sentence}")
            wrong += 1
    return wrong, files


# ---- The checker's own test ----------------------------------------------------------------------------------------
GOOD = (
    ("engine/media/demuxer.cpp", '#include "engine/media/av.h"\n#include "engine/frame/frame.h"\n#include <vector>'),
    ("engine/media/av.h", "extern \"C\" {\n#include <libavformat/avformat.h>\n}"),
    ("engine/base/json.cpp", '#include "engine/base/json.h"\n#include <nlohmann/json.hpp>'),
    ("engine/base/platform_posix.cpp", "#include <unistd.h>\n#include <sys/file.h>"),
    ("engine/filters/resize/resize_fast.cpp", "#include <zimg++.hpp>"),
    ("engine/filters/resize/resize_kernel.h", '#include "engine/pixel/math.h"'),
    ("engine/device/choice.cpp", '// cuMemAlloc is not called here\nconst char* kName = "cuMemAlloc __global__";'),
    ("engine/telemetry/spans.cpp", '#include "engine/net/http_client.h"'),
    ("gpu/self_check_main.cpp", '#include "engine/filter/host.h"'),
    ("gpu/driver.cpp", '#include "engine/device/device.h"\n#include "engine/filter/self_check.h"\nCUdevice d;'),
    ("ui/main_window.h", '#include <QMainWindow>\n#include "engine/api/service.h"'),
    ("app/desktop_main.cpp", '#include <QApplication>\n#include "ui/main_window.h"'),
    ("tests/base/tst_json.cpp", '#include <QtTest>\n#include <nlohmann/json.hpp>\n#include "tst_json.moc"'),
    ("engine/base/units.h", "// #include <QString>\n/* #include <tbb/tbb.h> */\nconstexpr int kMany = 1'000'000;"),
)
BAD = (
    ("engine/media/probe.cpp", '#include "engine/filter/definition.h"', "only lower tiers"),
    ("engine/base/units.h", '#include "engine/pixel/math.h"', "base may include nothing"),
    ("engine/pixel/color.h", "#include <cmath>", "device code"),
    ("engine/filters/crop/crop.cpp", '#include "engine/filters/pad/pad_kernel.h"', "siblings"),
    ("engine/filters/crop/crop_kernel.h", '#include "engine/device/device.h"', "device code"),
    ("engine/measures/luma/luma.cpp", '#include "engine/filters/pad/pad.h"', "only lower tiers"),
    ("engine/server/session.cpp", '#include "engine/job/queue.h"', "server may include"),
    ("engine/telemetry/spans.cpp", '#include "engine/frame/frame.h"', "telemetry may include"),
    ("engine/job/queue.cpp", '#include "gpu/driver.h"', "engine never includes gpu"),
    ("engine/job/queue.cpp", '#include "tests/support/clips.h"', "nobody includes tests"),
    ("engine/pipeline/lane.cpp", '#include "engine/media/av.h"', "libav stays behind"),
    ("engine/pipeline/lane.cpp", "#include <libavutil/frame.h>", "libav only"),
    ("engine/job/queue.cpp", "#include <QString>", "Qt only"),
    ("engine/job/queue.h", "#include <nlohmann/json.hpp>", "JSON only"),
    ("engine/base/json.h", "#include <fmt/format.h>", "format only"),
    ("engine/base/log.h", "#include <spdlog/spdlog.h>", "log only"),
    ("engine/cache/key.cpp", "#include <xxhash.h>", "xxHash only"),
    ("engine/job/queue.cpp", "#include <tbb/task_arena.h>", "TBB only"),
    ("engine/filters/resize/resize.cpp", "#include <zimg.h>", "zimg only"),
    ("engine/job/queue.cpp", "#include <soci/soci.h>", "SQL only"),
    ("app/reports/parquet_file.cpp", "#include <arrow/builder.h>", "Arrow only"),
    ("engine/job/queue.cpp", "#include <boost/asio.hpp>", "HTTP only"),
    ("engine/store/store.cpp", "#include <unistd.h>", "platform only"),
    ("engine/store/store.cpp", "#include <windows.h>", "platform only"),
    ("engine/store/store.cpp", "#include <zlib.h>", "no fence knows"),
    ("engine/device/device.cpp", "CUstream stream;", "CUDA names"),
    ("engine/device/device.cpp", "__global__ void f();", "CUDA names"),
    ("ui/queue_view.cpp", '#include "engine/job/queue.h"', "ui may include"),
    ("ui/queue_view.cpp", '#include "app/settings.h"', "ui may include"),
    ("gpu/cuda_device.cpp", '#include "engine/filter/definition.h"', "gpu may include"),
    ("gpu/cuda_device.cpp", "#include <libavutil/hwcontext.h>", "libav only"),
    ("app/cli_main.cpp", "#include <QCoreApplication>", "Qt only"),
    ("engine/media/probe.cpp", '#include "av.h"', "starts at the repository root"),
    ("engine/extras/a.h", "", "in no tier"),
    ("engine/base/utils.h", "", "utils"),
)


def self_test():
    failures = 0
    for path, text, expected in tuple((p, t, None) for p, t in GOOD) + BAD:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / path).parent.mkdir(parents=True)
            (root / path).write_text(text + "\n", encoding="utf-8")
            found = [sentence for _, _, sentence in check_file(root, path)]
        right = not found if expected is None else len(found) == 1 and expected in found[0]
        if not right:
            print(f"self-test: {path} with {text!r}: expected {expected!r}, found {found}")
            failures += 1
    print(f"self-test: {len(GOOD)} good and {len(BAD)} bad files, {failures} misjudged")
    return failures


def main():
    if "--self-test" in sys.argv:
        return 1 if self_test() else 0
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    wrong, files = check_tree(root)
    if not files:
        print(f"no sources under {root}")
        return 1
    print(f"layers: {files} files, {wrong} offending arrows")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
