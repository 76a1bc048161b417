#include "engine/worker/result_cache.h"

#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/log.h"
#include "engine/base/text.h"
#include "engine/cache/key.h"
#include "engine/media/input_access.h"
#include "engine/media/muxer.h"
#include "engine/pipeline/assets.h"
#include "engine/recipe/recipe.h"

namespace fotograma::worker {

namespace fs = std::filesystem;
using base::concat;
using base::Digest;

namespace {

constexpr std::size_t kRecipesKept = 8;
constexpr std::size_t kMostToHash = 256;
constexpr std::int64_t kLargestHashed = std::int64_t{4}
                                        << 30;  // reading more beside the work would cost more than it saves

/// Stands for the content of a file that nobody has hashed.
Digest digestOfStamp(const base::FileStamp& stamp) { return cache::identityKey(stamp).digest; }

cache::Key outputKey(const cache::Key& report, std::size_t index) {
    return cache::KeyBuilder(cache::Kind::Output).add("report", report.digest).add("output", concat(index)).finish();
}

bool isWorthKeeping(const JobOutcome& outcome, const JobOrder& order) {
    // What ended early may end elsewhere the next time: a share that went away, a disk that failed.
    return !outcome.error && !outcome.report.partial && outcome.report.artifacts.size() == order.spec.outputs.size();
}

/// "cpu" or "cuda": results of two devices of one kind are alike.
std::string_view kindOf(std::string_view device) { return device.substr(0, device.find(':')); }

}  // namespace

ResultCache::ResultCache(cache::TieredCache& levels, std::function<std::string()> builds)
    : m_levels(levels), m_ids(levels), m_builds(std::move(builds)) {}

ResultCache::~ResultCache() = default;

// ---- What a job is known by ------------------------------------------------------------------------------------

std::optional<ResultCache::Known> ResultCache::known(const base::Json& document) {
    const std::lock_guard lock(m_recipesMutex);
    const auto known = std::ranges::find(m_recipes, document, &Known::document);
    if (known != m_recipes.end()) return *known;
    auto recipe = recipe::parse(document);
    if (!recipe) return std::nullopt;
    std::string digest = recipe::digest(*recipe);
    m_recipes.push_front({document, std::make_shared<const recipe::Recipe>(std::move(*recipe)), std::move(digest)});
    if (m_recipes.size() > kRecipesKept) m_recipes.pop_back();
    return m_recipes.front();
}

namespace {

std::vector<fs::path> rootsOf(const JobOrder& order) {
    std::vector<fs::path> roots;
    for (const std::string& root : order.allowedRoots) roots.push_back(base::pathFromUtf8(root));
    return roots;
}

/// Of the file that the job would read; an input that it may not read has none.
base::Result<base::FileStamp> stampOf(const fs::path& input, const JobOrder& order) {
    if (order.allowedRoots.empty()) return base::fileStamp(input);
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::ReadableFile file, media::openInput(input, rootsOf(order)));
    return file.stamp();
}

}  // namespace

/// Of the recipe and of what is in the files that it names; empty when that cannot be told. Files that this job may not
/// read are not asked for either: another one may have read them.
std::string ResultCache::digestOf(const JobOrder& order) {
    const auto recipe = known(order.spec.recipe);
    if (!recipe) return {};
    const auto files = pipeline::assetFiles(*recipe->recipe, {rootsOf(order)});
    if (!files) return {};
    std::string digest = recipe->digest;
    for (const pipeline::AssetFile& file : *files) {
        auto content = m_ids.known(file.stamp);
        if (!content) {
            const auto read = m_ids.read(file.path, file.stamp);
            if (!read) return {};
            content = *read;
        }
        digest = base::hashText(concat(digest, ' ', content->hex())).hex();
    }
    return digest;
}

cache::Key ResultCache::keyFor(const Digest& content, const Question& question) const {
    return cache::resultKey(cache::Kind::Report, content, question.recipe, concat(m_built, ' ', question.device));
}

std::optional<ResultCache::Question> ResultCache::ask(const JobOrder& order) {
    const fs::path input = base::pathFromUtf8(order.spec.input);
    const auto stamp = stampOf(input, order);
    std::call_once(m_builtOnce, [this] { m_built = concat(resultsId(), ' ', m_builds()); });
    Question question;
    question.recipe = digestOf(order);
    if (!stamp || question.recipe.empty()) return std::nullopt;
    question.stamp = *stamp;
    question.device = kindOf(order.device);
    question.label = concat(base::toUtf8(input.filename()), ", ", order.spec.recipe["id"].asString());
    question.content = m_ids.known(*stamp);
    if (!question.content && m_ids.isWorthReading(*stamp)) {
        const auto digest = m_ids.read(input, *stamp);
        if (!digest) return std::nullopt;
        question.content = *digest;
    } else if (!question.content && order.spec.outputs.empty()) {
        hashLater(input, *stamp);
    }
    question.key = keyFor(question.content.value_or(digestOfStamp(*stamp)), question);
    return question;
}

// ---- What filters asked of the clip ----------------------------------------------------------------------------

/// Keyed as reports are: by the content where it is known, else by the stamp, and by what decides numbers.
class ResultCache::InputFindings final : public pipeline::Findings {
public:
    InputFindings(ResultCache& results, const JobOrder& order) : m_results(results), m_order(order) {}

    std::optional<base::Json> find(const std::string& question) override {
        if (m_order.spec.cache != api::CacheRule::Use || !isKnown()) return std::nullopt;
        const auto found = m_results.m_levels.find(keyOf(question));
        if (!found) return std::nullopt;
        auto json = base::Json::parse(found->value->bytes);
        return json ? std::optional(std::move(*json)) : std::nullopt;
    }
    void keep(const std::string& question, const base::Json& found, double seconds) override {
        if (!isKnown()) return;
        m_results.m_levels.put(keyOf(question), {.kind = cache::Kind::Report,
                                                 .label = concat(m_input->label, ", first pass"),
                                                 .bytes = found.dump(),
                                                 .seconds = seconds});
    }

private:
    /// Asked when first needed: most jobs have no filter that must know the clip.
    bool isKnown() {
        if (!m_wasAsked) m_input = m_results.ask(m_order);
        m_wasAsked = true;
        return m_input.has_value();
    }
    [[nodiscard]] cache::Key keyOf(const std::string& question) const {
        Question asked = *m_input;
        asked.recipe = concat("first pass ", question);
        return m_results.keyFor(asked.content.value_or(digestOfStamp(asked.stamp)), asked);
    }

    ResultCache& m_results;
    const JobOrder& m_order;  ///< Of the run that this serves.
    std::optional<Question> m_input;
    bool m_wasAsked = false;
};

std::unique_ptr<pipeline::Findings> ResultCache::findingsFor(const JobOrder& order) {
    if (order.spec.cache == api::CacheRule::Off) return nullptr;
    return std::make_unique<InputFindings>(*this, order);
}

// ---- Hits ------------------------------------------------------------------------------------------------------

std::optional<JobOutcome> ResultCache::answer(const Question& question, const JobOrder& order) {
    if (const auto found = m_levels.find(question.key)) {
        // Kept by a program that ended before it had hashed the file.
        if (!question.content) linkLater(question);
        return answerWith(*found->value, cache::toText(found->level), question, order);
    }
    if (!question.content || !order.spec.outputs.empty()) return std::nullopt;
    // Kept before its content was known, by a program that ended before it could say so.
    const cache::ValuePtr early = m_levels.peek(keyFor(digestOfStamp(question.stamp), question));
    if (!early) return std::nullopt;
    m_levels.put(question.key, *early);
    return answerWith(*early, cache::toText(cache::Level::Disk), question, order);
}

std::optional<JobOutcome> ResultCache::answerWith(const cache::Value& value, std::string_view level,
                                                  const Question& question, const JobOrder& order) {
    const auto start = base::systemClock().now();
    auto json = base::Json::parse(value.bytes);
    auto report = json ? api::reportFromJson(*json) : std::unexpected(json.error());
    if (!report || report->artifacts.size() != order.spec.outputs.size()) {
        m_levels.remove(question.key);
        return std::nullopt;
    }
    JobOutcome outcome{.report = std::move(*report), .error = std::nullopt};
    if (!order.spec.outputs.empty()) {
        bool areThere = false;
        outcome.error = takeOutputs(question, order, areThere);
        if (!areThere) return std::nullopt;
    }
    api::Report& told = outcome.report;
    for (std::size_t i = 0; i < told.artifacts.size(); ++i) told.artifacts[i].path = order.spec.outputs[i];
    if (outcome.error) told.artifacts.clear();
    // The content was known under another name, perhaps.
    if (told.input.isObject()) told.input.set("path", order.spec.input);
    told.cache = level;
    const double seconds = std::chrono::duration<double>(base::systemClock().now() - start).count();
    told.secondsSaved = std::max(value.seconds - seconds, 0.0);
    told.wallSeconds = seconds;
    told.cpuSeconds = seconds;
    told.fps = 0.0;
    told.stages.clear();
    return outcome;
}

/// All outputs beside their places first, then into them: all or none.
std::optional<base::Error> ResultCache::takeOutputs(const Question& question, const JobOrder& order, bool& areThere) {
    std::vector<fs::path> asides;
    areThere = true;
    for (std::size_t i = 0; areThere && i < order.spec.outputs.size(); ++i) {
        const fs::path output = base::pathFromUtf8(order.spec.outputs[i]);
        std::error_code ignored;
        fs::create_directories(output.parent_path(), ignored);
        asides.push_back(media::unfinishedName(output));
        areThere = m_levels.getFile(outputKey(question.key, i), asides.back());
    }
    std::optional<base::Error> error;
    for (std::size_t i = 0; areThere && !error && i < asides.size(); ++i) {
        const fs::path output = base::pathFromUtf8(order.spec.outputs[i]);
        const auto status = order.spec.overwrite == api::OverwriteRule::Always
                                ? base::replaceFile(asides[i], output)
                                : base::renameNoReplace(asides[i], output);
        if (!status) error = status.error();
    }
    std::error_code ignored;
    for (const fs::path& aside : asides) fs::remove(aside, ignored);  // those that found their place are not there
    return error;
}

// ---- Keeping ---------------------------------------------------------------------------------------------------

cache::ValuePtr ResultCache::keep(const Question& asked, const JobOrder& order, const JobOutcome& outcome) {
    if (!isWorthKeeping(outcome, order)) return nullptr;
    const fs::path input = base::pathFromUtf8(order.spec.input);
    // A file that was written to while it was read: nobody knows which content this is the result of.
    const auto now = base::fileStamp(input);
    if (!now || *now != asked.stamp) return nullptr;
    Question question = asked;
    const bool hasOutputs = !order.spec.outputs.empty();
    if (!question.content && hasOutputs) {
        const auto digest = m_ids.read(input, question.stamp);
        if (!digest) return nullptr;
        question.content = *digest;
        question.key = keyFor(*digest, question);
    }
    auto value = std::make_shared<const cache::Value>(cache::Value{.kind = cache::Kind::Report,
                                                                   .label = question.label,
                                                                   .bytes = api::toJson(outcome.report).dump(),
                                                                   .seconds = outcome.report.wallSeconds});
    for (std::size_t i = 0; i < order.spec.outputs.size(); ++i)
        m_levels.putFile(outputKey(question.key, i),
                         {.kind = cache::Kind::Output, .label = question.label, .seconds = value->seconds},
                         base::pathFromUtf8(order.spec.outputs[i]));
    m_levels.put(question.key, *value);
    if (!question.content) linkLater(question);
    return value;
}

// ---- Hashing beside the work -----------------------------------------------------------------------------------

void ResultCache::hashLater(const fs::path& path, const base::FileStamp& stamp) {
    if (stamp.sizeBytes > kLargestHashed) return;
    const std::lock_guard lock(m_hashMutex);
    const bool isComing = std::ranges::find(m_toHash, stamp, &ToHash::stamp) != m_toHash.end();
    if (isComing || m_toHash.size() >= kMostToHash) return;
    m_toHash.push_back({.path = path, .stamp = stamp});
    if (!m_hashing.joinable()) m_hashing = std::jthread([this](const std::stop_token& stop) { hash(stop); });
    m_hashWork.notify_one();
}

void ResultCache::linkToContent(const Digest& content, const Question& question) {
    if (const cache::ValuePtr value = m_levels.peek(question.key)) m_levels.put(keyFor(content, question), *value);
}

void ResultCache::linkLater(const Question& question) {
    if (question.stamp.sizeBytes > kLargestHashed) return;
    std::optional<Digest> content;
    {
        // Under the lock: whoever hashes remembers the content before it looks here.
        const std::lock_guard lock(m_hashMutex);
        content = m_ids.known(question.stamp);
        if (!content && m_toLink.size() < kMostToHash) m_toLink.push_back(question);
    }
    if (content) linkToContent(*content, question);
}

void ResultCache::hash(const std::stop_token& stop) {
    base::setThreadName("hashing");
    base::lowerThreadPriority();
    std::unique_lock lock(m_hashMutex);
    while (m_hashWork.wait(lock, stop, [this] { return !m_toHash.empty(); })) {
        const ToHash next = std::move(m_toHash.front());
        m_toHash.pop_front();
        lock.unlock();
        const auto digest = m_ids.read(next.path, next.stamp, stop);
        if (!digest) base::logDebug("cache", digest.error().message);
        lock.lock();
        const auto linked = std::ranges::partition(m_toLink, [&](const Question& q) { return q.stamp != next.stamp; });
        const std::vector<Question> ready(linked.begin(), linked.end());
        m_toLink.erase(linked.begin(), linked.end());
        lock.unlock();
        for (const Question& question : ready)
            if (digest) linkToContent(*digest, question);
        lock.lock();
    }
}

}  // namespace fotograma::worker
