#include "app/commands/analyze_tables.h"

#include <algorithm>

#include "app/table.h"
#include "app/text_columns.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

/// A value of a clip: a number, or the mean of one that changes over the clip; null when it is neither.
Json clipValue(const Json& value) { return value.isObject() ? value["mean"] : value; }

}  // namespace

void tellDuplicates(Console& console, const std::vector<DuplicateGroup>& groups) {
    std::int64_t number = 0;
    Table table({{.title = "Group", .align = Align::Right},
                 {.title = "Duplicate"},
                 {.title = "File", .align = Align::Left, .shrinks = true},
                 {.title = "Picture", .align = Align::Right},
                 {.title = "Length", .align = Align::Right},
                 {.title = "Size", .align = Align::Right}});
    for (const DuplicateGroup& group : groups) {
        Json clips = Json::array();
        ++number;
        for (const DuplicateClip& clip : group) {
            clips.append(Json::object().set("input", clip.input).set("kind", toText(clip.kind)));
            const bool isOriginal = clip.kind == DuplicateKind::Original;
            table.add({isOriginal ? concat(number) : "", std::string(toText(clip.kind)), printable(clip.input),
                       concat(clip.width, "x", clip.height), base::humanDuration(clip.durationSeconds),
                       base::humanBytes(clip.sizeBytes)});
        }
        console.json(Json::object().set("type", "duplicates").set("group", number).set("clips", std::move(clips)));
    }
    if (table.empty()) {
        console.print("No duplicates.");
    } else {
        table.print(console);
    }
    console.print();
}

/// What the header says, where nothing was decoded.
void printFacts(Console& console, const BatchResult& result) {
    Table table({{.title = "File", .align = Align::Left, .shrinks = true},
                 {.title = "Container", .align = Align::Left},
                 {.title = "Codec", .align = Align::Left},
                 {.title = "Size", .align = Align::Right},
                 {.title = "Length", .align = Align::Right}});
    for (const BatchRow& row : result.rows) {
        const Json facts = row.report ? row.report->input : Json();
        const auto picture = static_cast<std::size_t>(std::max<std::int64_t>(facts["video_track"].asInteger(-1), 0));
        const Json track = picture < facts["tracks"].items().size() ? facts["tracks"].items()[picture] : Json();
        const Json& video = track["video"];
        table.add({Cell(printable(base::toUtf8(base::pathFromUtf8(row.input).filename()))),
                   Cell(facts["container"].asString()), Cell(printable(track["codec"].asString())),
                   Cell(video.isNull() ? std::string("–")
                                       : concat(video["width"].asInteger(), "x", video["height"].asInteger())),
                   Cell(facts.isNull() ? std::string("–") : base::humanDuration(facts["duration"].asNumber()))});
    }
    table.print(console);
}

/// The numbers of every measure, as many as a table holds.
void printMeasures(Console& console, const BatchResult& result) {
    std::vector<std::string> titles;
    for (const BatchRow& row : result.rows) {
        if (!row.report) continue;
        for (const auto& [measure, values] : row.report->measures.members())
            for (const auto& [id, value] : values.members())
                if (const std::string title = concat(measure, " ", id);
                    clipValue(value).isNumber() && std::ranges::find(titles, title) == titles.end())
                    titles.push_back(title);
        if (!titles.empty()) break;
    }
    constexpr std::size_t kMostColumns = 7;
    if (titles.size() > kMostColumns) titles.resize(kMostColumns);

    std::vector<Column> columns{{.title = "File", .align = Align::Left, .shrinks = true},
                                {.title = "Frames", .align = Align::Right}};
    for (const std::string& title : titles) columns.push_back({.title = title, .align = Align::Right});
    Table table(std::move(columns));
    for (const BatchRow& row : result.rows) {
        std::vector<Cell> cells{Cell(printable(base::toUtf8(base::pathFromUtf8(row.input).filename())))};
        cells.emplace_back(row.report ? concat(row.report->framesMeasured) : "");
        for (const std::string& title : titles) {
            const std::size_t space = title.find(' ');
            const Json value =
                row.report ? clipValue(row.report->measures[title.substr(0, space)][title.substr(space + 1)]) : Json();
            cells.emplace_back(value.isNumber() ? base::fixed(value.asNumber(), 3) : "–");
        }
        table.add(std::move(cells));
    }
    table.print(console);
    if (result.ended > result.rows.size())
        console.print(concat("… and ", result.ended - result.rows.size(), " more; -o FILE has them all"));
}

}  // namespace fotograma::app
