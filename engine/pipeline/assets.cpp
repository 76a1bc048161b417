#include "engine/pipeline/assets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <list>
#include <mutex>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/still.h"
#include "engine/media/subtitle_text.h"
#include "engine/recipe/files.h"

namespace fotograma::pipeline {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;
using AssetPtr = std::shared_ptr<const filter::Asset>;

namespace {

constexpr std::int64_t kLargestFile = std::int64_t{64} << 20;
constexpr std::size_t kMostHeld = 32;
constexpr std::int64_t kMostBytesHeld = std::int64_t{256} << 20;

bool isInside(const fs::path& file, const fs::path& root) {
    const auto [inFile, inRoot] = std::mismatch(file.begin(), file.end(), root.begin(), root.end());
    return inRoot == root.end() || (std::next(inRoot) == root.end() && inRoot->empty());  // "/folder/" ends in nothing
}

bool isAllowed(const fs::path& file, const FileRules& rules) {
    if (rules.allowedRoots.empty()) return true;
    return std::ranges::any_of(rules.allowedRoots, [&](const fs::path& root) {
        std::error_code code;
        const fs::path whole = fs::canonical(root, code);
        return !code && isInside(file, whole);
    });
}

bool isPicture(const fs::path& path) {
    constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"};
    const std::string ending = base::toLower(base::toUtf8(path.extension()));
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

bool isSubtitles(const fs::path& path) {
    constexpr std::array kEndings{".srt", ".ass", ".ssa", ".vtt"};
    const std::string ending = base::toLower(base::toUtf8(path.extension()));
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

Result<std::vector<std::byte>> bytesOf(const fs::path& path, const base::FileStamp& stamp) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(stamp.sizeBytes));
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open())
        return base::fail(ErrorCode::PermissionDenied, concat(base::toUtf8(path), ": cannot be opened"));
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (file.gcount() != static_cast<std::streamsize>(bytes.size()))
        return base::fail(ErrorCode::IoError, concat(base::toUtf8(path), ": cannot be read to its end"));
    return bytes;
}

Result<AssetPtr> readAsset(const AssetFile& file, double startSeconds) {
    const std::string& name = file.use.path;
    const fs::path& path = file.path;
    FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<std::byte> bytes, bytesOf(path, file.stamp));
    filter::Asset asset;
    asset.path = name;
    if (isPicture(path)) {
        auto still = media::readStill(bytes);
        if (!still)
            return base::fail(still.error().code, concat(name, ": ", still.error().message), still.error().detail);
        asset.picture = std::move(still->picture);
        asset.alpha = std::move(still->alpha);
    } else if (isSubtitles(path)) {
        // Drawn by what has no demuxer of its own: the text is made here, of the part that the job takes.
        const std::string kind = base::toLower(base::toUtf8(path.extension())).substr(1);
        auto text = media::subtitlesAsAss(bytes, kind, startSeconds);
        if (!text) return base::fail(text.error().code, concat(name, ": ", text.error().message), text.error().detail);
        const auto* begin = reinterpret_cast<const std::byte*>(text->data());
        asset.bytes.assign(begin, begin + text->size());
    } else {
        asset.bytes = std::move(bytes);
    }
    return std::make_shared<const filter::Asset>(std::move(asset));
}

/// What jobs of this process have read, the latest first.
class Shelf {
public:
    Result<AssetPtr> get(const AssetFile& file, double startSeconds) {
        const std::string& name = file.use.path;
        const base::FileStamp& stamp = file.stamp;
        const std::lock_guard lock(m_mutex);  // also while reading: the jobs of a batch want the same file at once
        const auto known = std::ranges::find_if(m_held, [&](const Held& held) {
            return held.stamp == stamp && held.startSeconds == startSeconds && held.asset->path == name;
        });
        if (known != m_held.end()) {
            m_held.splice(m_held.begin(), m_held, known);
            return known->asset;
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(AssetPtr asset, readAsset(file, startSeconds));
        m_held.push_front({stamp, startSeconds, asset});
        std::int64_t bytes = 0;
        for (auto at = m_held.begin(); at != m_held.end();) {
            bytes += sizeOf(*at->asset);
            const bool isTooMuch = at != m_held.begin() && bytes > kMostBytesHeld;
            at = isTooMuch ? m_held.erase(at) : std::next(at);
        }
        if (m_held.size() > kMostHeld) m_held.pop_back();
        return asset;
    }

private:
    struct Held {
        base::FileStamp stamp;
        double startSeconds;  ///< Of the job's part of its input.
        AssetPtr asset;
    };

    static std::int64_t sizeOf(const filter::Asset& asset) {
        auto bytes = static_cast<std::int64_t>(asset.bytes.size());
        for (const auto* picture : {&asset.picture, &asset.alpha}) {
            if (!*picture) continue;
            for (int i = 0; i < (*picture)->planes(); ++i)
                bytes += (*picture)->plane(i).pitchBytes * (*picture)->plane(i).height;
        }
        return bytes;
    }

    std::mutex m_mutex;  ///< Protects m_held.
    std::list<Held> m_held;
};

Shelf& shelf() {
    static Shelf only;
    return only;
}

/// The file itself, links resolved, if the rules allow it.
Result<fs::path> allowedFile(const std::string& text, const FileRules& rules) {
    const fs::path path = base::pathFromUtf8(text);
    if (!path.is_absolute())
        return base::fail(
            ErrorCode::InvalidArgument,
            concat(text, ": must be an absolute path; only in a recipe's own file it may be relative to it"));
    std::error_code code;
    // Allowed or not comes before there or not: what lies outside is nobody's business.
    const fs::path whole = fs::weakly_canonical(path, code);
    if (code || !isAllowed(whole, rules))
        return base::fail(ErrorCode::PermissionDenied,
                          concat(text, ": lies outside the folders from which recipes may read (allowed_roots)"));
    if (!fs::exists(whole, code)) return base::fail(ErrorCode::NotFound, concat(text, ": there is no such file"));
    return whole;
}

Result<AssetFile> found(const recipe::FileUse& use, const FileRules& rules) {
    FOTOGRAMA_ASSIGN_OR_RETURN(fs::path path, allowedFile(use.path, rules));
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::FileStamp stamp, base::fileStamp(path));
    if (stamp.sizeBytes > kLargestFile)
        return base::fail(ErrorCode::InvalidArgument,
                          concat(use.path, ": has ", base::humanBytes(stamp.sizeBytes),
                                 "; a file that a recipe names may have ", base::humanBytes(kLargestFile)));
    return AssetFile{use, std::move(path), stamp};
}

/// With the place in the recipe in front.
std::unexpected<base::Error> placed(const recipe::FileUse& use, const base::Error& error) {
    return base::fail(error.code, concat("recipe: ", use.where, ": ", error.message), error.detail);
}

}  // namespace

Result<std::vector<AssetFile>> assetFiles(const recipe::Recipe& recipe, const FileRules& rules) {
    std::vector<AssetFile> files;
    for (const recipe::FileUse& use : recipe::filesOf(recipe)) {
        auto file = found(use, rules);
        if (!file) return placed(use, file.error());
        files.push_back(std::move(*file));
    }
    return files;
}

Status readAssets(const recipe::Recipe& recipe, const FileRules& rules, Plan& plan) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<AssetFile> files, assetFiles(recipe, rules));
    for (const AssetFile& file : files) {
        auto asset = shelf().get(file, recipe.input.startSeconds);
        if (!asset) return placed(file.use, asset.error());
        auto& chain =
            file.use.output < 0 ? plan.filters : plan.outputs[static_cast<std::size_t>(file.use.output)].filters;
        filter::Use& use = chain[file.use.filter];
        use.values = use.values.with(file.use.parameter, std::move(*asset));
    }
    return {};
}

}  // namespace fotograma::pipeline
