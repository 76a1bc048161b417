#include "engine/media/input_access.h"

#include <algorithm>
#include <vector>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::media {

namespace fs = std::filesystem;

namespace {

bool isInside(const fs::path& path, const fs::path& root) {
    const auto [inPath, inRoot] = std::mismatch(path.begin(), path.end(), root.begin(), root.end());
    return inRoot == root.end();
}

/// The root that the path lies in, or null.
const fs::path* rootOf(const fs::path& path, std::span<const fs::path> roots) {
    const auto found = std::ranges::find_if(roots, [&](const fs::path& root) { return isInside(path, root); });
    return found == roots.end() ? nullptr : &*found;
}

/// As they are and as they are meant: without a separator at the end, links resolved.
std::vector<fs::path> realOf(std::span<const fs::path> roots) {
    std::vector<fs::path> real;
    for (const fs::path& root : roots) {
        std::error_code error;
        if (fs::path whole = fs::canonical(root, error); !error) real.push_back(std::move(whole));
    }
    return real;
}

}  // namespace

base::Result<base::ReadableFile> openInput(const fs::path& path, std::span<const fs::path> roots) {
    // Before opening: opening a pipe would wait for somebody to write into it.
    FOTOGRAMA_RETURN_IF_ERROR(base::fileStamp(path));
    if (roots.empty()) return base::ReadableFile::open(path);
    const std::vector<fs::path> real = realOf(roots);
    const fs::path named = fs::absolute(path).lexically_normal();
    const bool isMeant = rootOf(named, roots) != nullptr || rootOf(named, real) != nullptr;
    if (!isMeant) return base::ReadableFile::open(path);
    // Links that are there now may lead from one root to another. What is opened then is reached by none.
    std::error_code error;
    const fs::path whole = fs::canonical(path, error);
    const fs::path* root = error ? nullptr : rootOf(whole, real);
    if (root == nullptr)
        return base::fail(
            base::ErrorCode::PermissionDenied,
            base::concat(base::toUtf8(path), " leads out of the folders that may be read (allowed_roots)."));
    return base::ReadableFile::openBeneath(*root, whole.lexically_relative(*root));
}

}  // namespace fotograma::media
