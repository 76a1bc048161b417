// fotograma thumbnail: pictures of videos, for people to look at.
#include <cmath>
#include <fstream>
#include <set>

#include "app/await.h"
#include "app/commands/command.h"
#include "app/commands/job_options.h"
#include "app/inputs.h"
#include "app/recipe_choice.h"
#include "app/remote_files.h"
#include "app/reports/aside_file.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/probe.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

struct ThumbnailOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string at;
    std::string every;
    std::string sheet;
    std::string recipe;
    std::string format = "jpg";
    int width = 320;
    bool recursive = false;
    bool quick = false;
    bool replace = false;
    bool keep = false;
    bool dryRun = false;
    CacheOptions cache;
};

constexpr const char* kExamples = R"(Examples:
  fotograma thumbnail *.mp4 -o thumbs
      thumbs/clip.jpg of each: the picture at 10 % of its length.
  fotograma thumbnail clip.mp4 -o thumbs --at 1:30 --width 640 --format png
  fotograma thumbnail lecture.mp4 -o slides --every 10s
      slides/lecture-0001.jpg, -0002.jpg and so on.
  fotograma thumbnail -R ~/Videos -o sheets --sheet 5x4 --width 240
      A contact sheet of each, sheets/clip-sheet.jpg: 20 pictures spread over its length; folders are mirrored.
  fotograma thumbnail clip.mov -o thumbs -r square-social
      With the recipe's shared filters.

Pictures are upright, HDR is toned down, and none is made larger than its video. Two inputs of one name: the second
becomes clip-2.jpg. Pictures that were made before are known from the cache. A server that has other files than this
machine (--server) is sent each input, and forgets it when its pictures are here.
Exit code: 0 all done, 1 some failed, 2 wrong use, 3 something is missing here.)";

/// What is made of every input.
struct Order {
    api::PreviewRequest request;  ///< But for the input.
    double everySeconds = 0.0;    ///< 0: one picture or sheet.
    std::string suffix;           ///< "-sheet", ".jpg" in front of it excluded.
    std::string extension;
    fs::path folder;
    api::OverwriteRule overwrite = api::OverwriteRule::Ask;
};

/// "10", "10s", "1:30", or "50%" of the length.
base::Status setTime(std::string text, api::PreviewRequest& request) {
    if (text.ends_with('%')) {
        text.pop_back();
        FOTOGRAMA_ASSIGN_OR_RETURN(const double percent, parseSeconds(text));
        if (percent > 100.0) return base::fail(ErrorCode::InvalidArgument, "--at goes up to 100%.");
        request.share = percent / 100.0;
        return {};
    }
    if (text.ends_with('s')) text.pop_back();
    FOTOGRAMA_ASSIGN_OR_RETURN(request.seconds, parseSeconds(text));
    return {};
}

/// "5x4": columns by rows.
base::Status setSheet(const std::string& text, api::PreviewRequest& request) {
    const std::size_t cross = text.find('x');
    const auto number = [](std::string_view digits) {
        int value = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return end == digits.data() + digits.size() && !digits.empty() ? value : 0;
    };
    request.columns = cross == std::string::npos ? 0 : number(std::string_view(text).substr(0, cross));
    request.rows = cross == std::string::npos ? 0 : number(std::string_view(text).substr(cross + 1));
    if (request.columns > 0 && request.rows > 0) return {};
    return base::fail(ErrorCode::InvalidArgument, "--sheet takes columns by rows, such as 5x4.");
}

base::Status chooseWhat(const ThumbnailOptions& options, Order& order) {
    const int ways = (options.at.empty() ? 0 : 1) + (options.every.empty() ? 0 : 1) + (options.sheet.empty() ? 0 : 1);
    if (ways > 1) return base::fail(ErrorCode::InvalidArgument, "Choose one of --at, --every and --sheet.");
    if (!options.sheet.empty()) {
        order.suffix = "-sheet";
        return setSheet(options.sheet, order.request);
    }
    if (options.every.empty()) return setTime(options.at.empty() ? "10%" : options.at, order.request);
    api::PreviewRequest interval;
    FOTOGRAMA_RETURN_IF_ERROR(setTime(options.every, interval));
    order.everySeconds = interval.seconds;
    if (order.everySeconds > 0.0) return {};
    return base::fail(ErrorCode::InvalidArgument, "--every takes a time above 0, such as 1s.");
}

base::Result<Order> orderOf(const ThumbnailOptions& options, LoadedSettings& settings) {
    if (options.replace && options.keep)
        return base::fail(ErrorCode::InvalidArgument,
                          "-y replaces files that are in the way and -n leaves them: choose one.");
    if (!options.output.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("output", options.output));
    if (options.replace) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "always"));
    if (options.keep) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "never"));
    Order order;
    order.folder = settings.values().outputFolder;
    order.overwrite = settings.values().overwrite;
    order.extension = options.format == "png" ? ".png" : ".jpg";
    order.request.format = options.format == "png" ? api::PictureFile::Png : api::PictureFile::Jpeg;
    order.request.width = options.width;
    order.request.height = 0;
    order.request.quick = options.quick;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.request.cache, options.cache.rule());
    FOTOGRAMA_RETURN_IF_ERROR(chooseWhat(options, order));
    if (!options.recipe.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(
            const recipe::Recipe chosen,
            chooseRecipe({.name = options.recipe, .start = {}, .duration = {}, .nameTemplate = {}},
                         settings.values().recipeFolder));
        order.request.recipe = recipe::toJson(chosen);
    }
    return order;
}

/// The places of pictures: mirrored, and no two alike (without regard to case).
class Places {
public:
    explicit Places(const Order& order) : m_order(order) {}

    /// Of an input, without suffix and extension.
    fs::path next(const InputFile& input) {
        const fs::path stem = base::pathFromUtf8(input.path).stem();
        const fs::path wanted = m_order.folder / base::pathFromUtf8(input.relativeFolder) / stem;
        fs::path place = wanted;
        for (int number = 2; !m_taken.insert(base::toLower(base::toUtf8(place.lexically_normal()))).second; ++number)
            place = base::pathFromUtf8(concat(base::toUtf8(wanted), "-", number));
        return place.lexically_normal();
    }

private:
    const Order& m_order;
    std::set<std::string> m_taken;
};

fs::path fileOf(const Order& order, const fs::path& place, std::int64_t number) {
    std::string suffix = order.suffix;
    if (order.everySeconds > 0.0) {
        const std::string digits = concat(number);
        suffix = concat("-", std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0'), digits);
    }
    return base::pathFromUtf8(concat(base::toUtf8(place), suffix, order.extension));
}

/// How many pictures an interval yields of a clip.
std::int64_t countOf(const Order& order, double durationSeconds) {
    if (order.everySeconds <= 0.0 || durationSeconds <= 0.0) return 1;
    constexpr double kTolerance = 0.001;
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(std::ceil((durationSeconds - kTolerance) / order.everySeconds)));
}

base::Status write(const fs::path& file, const std::string& bytes, bool mayReplace) {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    AsideTextFile aside(file, mayReplace);
    FOTOGRAMA_RETURN_IF_ERROR(aside.check());
    aside.write(bytes);
    return aside.finish();
}

class Thumbnails {
public:
    Thumbnails(Session& session, const Order& order, api::Service& service)
        : m_console(session.console), m_order(order), m_service(service) {}

    /// All pictures of an input; `known` is what the engine knows it by.
    void make(const InputFile& input, const std::string& known, const fs::path& place) {
        std::int64_t count = 1;
        for (std::int64_t i = 0; i < count; ++i) {
            api::PreviewRequest request = m_order.request;
            request.input = known;
            if (m_order.everySeconds > 0.0) request.seconds = static_cast<double>(i) * m_order.everySeconds;
            const fs::path file = fileOf(m_order, place, i + 1);
            std::error_code ignored;
            const bool isInTheWay = m_order.overwrite != api::OverwriteRule::Always && fs::exists(file, ignored);
            // Of an interval the first picture also says how many there are.
            if (isInTheWay && (i > 0 || m_order.everySeconds <= 0.0)) {
                tellInTheWay(input, file);
                continue;
            }
            const auto shown =
                await<api::Preview>([&](auto reply) { m_service.preview(std::move(request), std::move(reply)); });
            if (!shown) return fail(input.path, shown.error());
            count = countOf(m_order, shown->durationSeconds);
            if (isInTheWay) {
                tellInTheWay(input, file);
            } else if (const auto written =
                           write(file, shown->picture.raw, m_order.overwrite == api::OverwriteRule::Always);
                       written) {
                tell(input, file, *shown);
            } else {
                fail(input.path, written.error());
            }
        }
    }

    /// What would be made; opens headers, writes nothing.
    void plan(const InputFile& input, const fs::path& place) {
        const auto info = media::probe(base::pathFromUtf8(input.path), media::ProbeDepth::Header);
        if (!info) return fail(input.path, info.error());
        const std::int64_t count = countOf(m_order, info->durationSeconds);
        for (std::int64_t i = 0; i < count; ++i) {
            const std::string file = base::toUtf8(fileOf(m_order, place, i + 1));
            m_console.json(Json::object().set("type", "plan").set("input", input.path).set("output", file));
            m_console.print(concat(printable(input.path), " → ", printable(file)));
        }
    }

    void fail(const std::string& input, const base::Error& error) {
        m_isFine = false;
        m_console.json(Json::object().set("type", "thumbnail").set("input", input).set("error", api::toJson(error)));
        m_console.print(concat(m_console.onOutput(Style::Bad, "✗ "), printable(input), ": ", printable(error.message)));
    }

    [[nodiscard]] bool isFine() const noexcept { return m_isFine; }

private:
    void tell(const InputFile& input, const fs::path& file, const api::Preview& shown) {
        Json line = Json::object();
        line.set("type", "thumbnail").set("input", input.path).set("output", base::toUtf8(file));
        line.set("seconds", shown.seconds).set("width", shown.width).set("height", shown.height);
        m_console.json(line.set("cache", shown.cache.empty() ? Json() : Json(shown.cache)));
        m_console.print(concat(m_console.onOutput(Style::Good, "✓ "), printable(base::toUtf8(file)), "  ", shown.width,
                               "×", shown.height, ", at ", base::humanDuration(shown.seconds),
                               shown.cache.empty() ? "" : ", known"));
    }
    void tellInTheWay(const InputFile& input, const fs::path& file) {
        if (m_order.overwrite != api::OverwriteRule::Never)
            return fail(
                input.path,
                {ErrorCode::AlreadyExists, concat(base::toUtf8(file), " exists; -y replaces it, -n leaves it."), {}});
        m_console.note(concat("Left as it is: ", printable(base::toUtf8(file))));
    }

    Console& m_console;
    const Order& m_order;
    api::Service& m_service;
    bool m_isFine = true;
};

base::Result<int> thumbnail(Session& session, const ThumbnailOptions& options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Order order, orderOf(options, session.settings));
    const InputList inputs =
        collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly, order.folder);
    if (inputs.files.empty() && inputs.bad.empty())
        return base::fail(ErrorCode::InvalidArgument, "There are no videos in what was named.");
    const bool isCached = order.request.cache != api::CacheRule::Off && !options.dryRun;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Scratch, service::Drains::Nothing,
                                                               isCached ? CacheUse::Always : CacheUse::Never));
    Thumbnails thumbnails(session, order, engine->service());
    Places places(order);
    for (std::size_t i = 0; i < inputs.files.size(); ++i) {
        const InputFile& input = inputs.files[i];
        const fs::path place = places.next(input);
        if (options.dryRun) {
            thumbnails.plan(input, place);
        } else if (engine->isElsewhere()) {
            // One at a time: the server need not have room for all of them.
            RemoteFiles files(session.console, *engine->remote(), order.overwrite);
            const auto sent = files.lend(input, i, inputs.files.size());
            sent ? thumbnails.make(input, *sent, place) : thumbnails.fail(input.path, sent.error());
        } else {
            thumbnails.make(input, input.path, place);
        }
    }
    for (const InputList::Bad& bad : inputs.bad) thumbnails.fail(bad.name, bad.error);
    if (options.dryRun) session.console.print("Nothing was written (--dry-run).");
    return thumbnails.isFine() ? kAllDone : kSomeFailed;
}

}  // namespace

Command addThumbnail(CLI::App& root) {
    Command command = makeCommand(root, "thumbnail", "Pictures of videos: one, several or a contact sheet.", kExamples);
    auto options = std::make_shared<ThumbnailOptions>();
    CLI::App& app = *command.app;
    app.add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    app.add_option("-o,--output", options->output, "Folder for the pictures; made when missing.");
    app.add_option("--at", options->at,
                   "Which picture: a time (10s, 1:30) or a share of the length (50%); 10% if unsaid.");
    app.add_option("--every", options->every, "A picture for every so many seconds, as 1s.");
    app.add_option("--sheet", options->sheet, "A contact sheet of COLUMNSxROWS pictures, as 5x4.");
    app.add_option("--width", options->width, "Of a picture, in pixels; none is made larger than its video.")
        ->capture_default_str()
        ->check(CLI::Range(16, 4096));
    app.add_option("--format", options->format, "jpg or png.")
        ->capture_default_str()
        ->check(CLI::IsMember({"jpg", "png"}));
    app.add_option("-r,--recipe", options->recipe, "With the trim and the shared filters of this recipe.");
    app.add_flag("--quick", options->quick, "Take the key frame before the time: faster, seconds off at worst.");
    app.add_flag("-R,--recursive", options->recursive, "Take the videos in folders, mirrored under the output folder.");
    app.add_flag("-y,--overwrite", options->replace, "Replace files that are in the way.");
    app.add_flag("-n,--no-overwrite", options->keep, "Leave files that are in the way, and go on.");
    app.add_flag("--dry-run", options->dryRun, "Say what would be made; write nothing.");
    options->cache.addTo(app);
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return thumbnail(session, *options); };
    return command;
}

}  // namespace fotograma::app
