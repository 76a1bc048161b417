#include "gpu/compose.h"

#include <set>

#include "engine/base/text.h"

namespace fotograma::gpu {

using base::concat;

std::string composedSource(std::span<const std::string> kernels, std::string_view samples) {
    std::set<std::string> folders;
    std::string steps;
    for (const std::string& name : kernels) {
        // Folders have underscores of their own, kernels have none.
        const std::size_t between = name.rfind('_');
        const std::string folder = name.substr(0, between);
        folders.insert(folder);
        steps += concat(steps.empty() ? "" : ", ", "fotograma::filters::", folder, "::", name.substr(between + 1));
    }
    std::string source = "#define FOTOGRAMA_ARCH cuda\n#include \"gpu/run_entry.cuh\"\n";
    for (const std::string& folder : folders)
        source += concat("#include \"engine/filters/", folder, "/", folder, "_kernel.h\"\n");
    const std::size_t between = samples.find('_');
    const std::string_view in = samples.substr(0, between);
    const std::string_view out = between == std::string_view::npos ? in : samples.substr(between + 1);
    return source + concat("using Steps = fotograma::pixel::KnownSteps<", steps, ">;\n", "FOTOGRAMA_RUN_ENTRY(",
                           kComposedEntry, ", Steps, ", in, ", ", out, ")\n");
}

}  // namespace fotograma::gpu
