#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/base/hash.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/placement.h"
#include "engine/pipeline/assets.h"
#include "engine/recipe/naming.h"
#include "engine/service/submission.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;
namespace fs = std::filesystem;

namespace {

Result<fs::path> absolutePath(const std::string& text, const char* what) {
    // Most paths have nothing to be put in order, which costs more than the rest of the preparation.
    const bool isPlain =
        text.starts_with('/') && text.find("//") == std::string::npos && text.find("/.") == std::string::npos;
    const fs::path path = isPlain ? base::pathFromUtf8(text) : base::pathFromUtf8(text).lexically_normal();
    if (!path.is_absolute())
        return base::fail(ErrorCode::InvalidArgument,
                          concat("The ", what, " must be an absolute path: \"", text, "\"."));
    return path;
}

std::string identityOf(const base::FileStamp& stamp) {
    return concat("stamp:", stamp.device, ':', stamp.inode, ':', stamp.sizeBytes, ':', stamp.modifiedNs);
}

}  // namespace

class Preparation::Work {
public:
    Work(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices,
         const pipeline::FileRules& files)
        : m_devices(devices), m_files(files) {
        const bool anyOutput = std::ranges::any_of(
            items, [](const api::SubmitItem& item) { return !item.spec.recipe["outputs"].items().empty(); });
        if (!anyOutput) return;
        // No output may take the name of an input of the batch, also of one that comes later.
        for (const api::SubmitItem& item : items)
            m_names.reserve(base::pathFromUtf8(item.spec.input).lexically_normal());
    }

    PreparedItem one(const api::SubmitItem& item) {
        PreparedItem prepared;
        prepared.record.spec = item.spec;
        if (Status status = fill(item, prepared); !status) prepared.error = std::move(status).error();
        return prepared;
    }

private:
    struct Parsed {
        std::shared_ptr<const recipe::Recipe> recipe;
        std::optional<base::Error> error;
        std::string digest;
    };

    Status fill(const api::SubmitItem& item, PreparedItem& prepared) {
        const Parsed& parsed = parse(item.spec.recipe);
        if (!parsed.recipe) return std::unexpected(*parsed.error);
        prepared.recipe = parsed.recipe;
        prepared.record.recipeId = parsed.recipe->id;
        prepared.record.recipeTitle = parsed.recipe->title;
        prepared.record.recipeDigest = parsed.digest;

        FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path input, absolutePath(item.spec.input, "input"));
        // Names first: an item that fails below keeps its name, so that the others keep theirs when it is repaired.
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<fs::path> outputs, outputsOf(item, *parsed.recipe, input));
        FOTOGRAMA_ASSIGN_OR_RETURN(const base::FileStamp stamp, base::fileStamp(input));
        prepared.record.spec.input = base::toUtf8(input);
        prepared.record.inputIdentity = identityOf(stamp);
        prepared.record.inputBytes = stamp.sizeBytes;
        FOTOGRAMA_RETURN_IF_ERROR(job::chooseDevice(item.spec.device, m_devices));

        prepared.record.spec.outputs.clear();
        for (const fs::path& output : outputs) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t bytes, bytesAt(output, stamp));
            prepared.bytesInTheWay.push_back(bytes);
            prepared.record.spec.outputs.push_back(base::toUtf8(output));
        }
        return {};
    }

    const Parsed& parse(const base::Json& document) {
        // Thousands of items share one document, which is then equal by identity.
        if (m_last != nullptr && m_lastDocument == document) return *m_last;
        const std::string text = document.dump();
        auto known = m_parsed.find(text);
        if (known == m_parsed.end()) {
            known = m_parsed.emplace(text, parsed(document)).first;
        }
        m_last = &known->second;
        m_lastDocument = document;
        return *m_last;
    }

    [[nodiscard]] Parsed parsed(const base::Json& document) const {
        auto recipe = recipe::parse(document);
        if (!recipe) return {.recipe = nullptr, .error = std::move(recipe).error(), .digest = {}};
        const auto files = pipeline::assetFiles(*recipe, m_files);
        if (!files) return {.recipe = nullptr, .error = files.error(), .digest = {}};
        std::string digest = recipe::digest(*recipe);
        // Another look under the same name is other work.
        for (const pipeline::AssetFile& file : *files)
            digest = base::hashText(concat(digest, ' ', identityOf(file.stamp))).hex();
        return {std::make_shared<const recipe::Recipe>(std::move(*recipe)), std::nullopt, std::move(digest)};
    }

    Result<std::vector<fs::path>> outputsOf(const api::SubmitItem& item, const recipe::Recipe& recipe,
                                            const fs::path& input) {
        if (item.spec.outputs.empty() && !recipe.outputs.empty()) return namedOutputs(item, recipe, input);
        if (item.spec.outputs.size() != recipe.outputs.size())
            return base::fail(ErrorCode::InvalidArgument,
                              concat("The recipe \"", recipe.id, "\" has ", recipe.outputs.size(), " outputs, but ",
                                     item.spec.outputs.size(), " paths are given."));
        std::vector<fs::path> outputs;
        for (const std::string& text : item.spec.outputs) {
            FOTOGRAMA_ASSIGN_OR_RETURN(fs::path output, absolutePath(text, "output"));
            outputs.push_back(std::move(output));
        }
        return outputs;
    }

    Result<std::vector<fs::path>> namedOutputs(const api::SubmitItem& item, const recipe::Recipe& recipe,
                                               const fs::path& input) {
        if (item.outputFolder.empty())
            return base::fail(ErrorCode::InvalidArgument,
                              concat("The recipe \"", recipe.id, "\" writes files: give an output folder."));
        FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path folder, absolutePath(item.outputFolder, "output folder"));
        const fs::path below = base::pathFromUtf8(item.relativeFolder).lexically_normal();
        if (below.is_absolute() || (!below.empty() && *below.begin() == ".."))
            return base::fail(ErrorCode::InvalidArgument,
                              concat("The sub-folder leaves the output folder: \"", item.relativeFolder, "\"."));
        return m_names.assign(recipe, input, (folder / below).lexically_normal());
    }

    /// The size of what lies there; -1 for nothing. Never the input itself, also under another name.
    static Result<std::int64_t> bytesAt(const fs::path& output, const base::FileStamp& input) {
        std::error_code code;
        if (!fs::exists(output, code)) return -1;
        if (fs::is_directory(output, code))
            return base::fail(ErrorCode::AlreadyExists, concat(base::toUtf8(output), " is a folder."));
        const auto stamp = base::fileStamp(output);
        if (!stamp) return 0;
        if (stamp->device == input.device && stamp->inode == input.inode)
            return base::fail(ErrorCode::InvalidArgument,
                              concat(base::toUtf8(output), " is the input itself; choose another output."));
        return stamp->sizeBytes;
    }

    std::span<const api::DeviceInfo> m_devices;
    pipeline::FileRules m_files;
    recipe::NameBook m_names;
    std::map<std::string, Parsed> m_parsed;  ///< By the document's text.
    const Parsed* m_last = nullptr;
    base::Json m_lastDocument;
};

Preparation::Preparation(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices,
                         const pipeline::FileRules& files)
    : m_work(std::make_unique<Work>(items, devices, files)) {}
Preparation::~Preparation() = default;

std::vector<PreparedItem> Preparation::page(std::span<const api::SubmitItem> items) {
    std::vector<PreparedItem> prepared;
    prepared.reserve(items.size());
    for (const api::SubmitItem& item : items) prepared.push_back(m_work->one(item));
    return prepared;
}

std::vector<PreparedItem> prepare(std::span<const api::SubmitItem> items, std::span<const api::DeviceInfo> devices,
                                  const pipeline::FileRules& files) {
    return Preparation(items, devices, files).page(items);
}

}  // namespace fotograma::service
