// Writes the reports of many made-up clips in every format and says how fast, how large and with how much memory.
//
//   fotograma-report-bench [CLIPS [FRAMES A CLIP]]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "app/reports/report_writer.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/definition.h"

namespace {

using namespace fotograma;
using base::Json;

recipe::Recipe everything() {
    recipe::Recipe recipe;
    for (const filter::Definition* definition : filter::definitions()) {
        if (definition->info.kind != api::OperationKind::Measure) continue;
        recipe::MeasureUse use;
        use.id = definition->info.id;
        use.at = recipe::MeasurePoint::Source;
        recipe.measures.push_back(use);
    }
    return recipe;
}

/// A report with a number for every value of every measure.
api::Report makeReport(const recipe::Recipe& recipe, int frames, std::mt19937_64& random) {
    std::uniform_real_distribution<double> number(0.0, 1.0);
    api::Report report;
    report.device = "cpu";
    report.framesDecoded = frames;
    report.input = Json::object();
    report.input.set("container", "mp4").set("size", std::int64_t{123456}).set("duration", 2.0);
    report.measures = Json::object();
    report.frames = Json::object();
    for (const recipe::MeasureUse& use : recipe.measures) {
        const auto& values = filter::find(api::OperationKind::Measure, use.id)->info.values;
        Json clip = Json::object();
        Json columns = Json::array().append("index").append("time");
        std::size_t width = 0;
        for (const api::ValueInfo& value : values) {
            if (value.kind == api::ValueKind::Hash || value.isList) continue;
            if (value.scope == api::ValueScope::Clip) {
                clip.set(value.id, number(random));
                continue;
            }
            clip.set(value.id,
                     Json::object().set("mean", number(random)).set("min", number(random)).set("max", number(random)));
            columns.append(value.id);
            ++width;
        }
        report.measures.set(use.id, std::move(clip));
        Json rows = Json::array();
        for (int frame = 0; frame < frames; ++frame) {
            Json row = Json::array().append(frame).append(frame / 24.0);
            for (std::size_t i = 0; i < width; ++i) row.append(number(random));
            rows.append(std::move(row));
        }
        report.frames.set(use.id, Json::object().set("columns", std::move(columns)).set("rows", std::move(rows)));
    }
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    const int clips = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const int frames = argc > 2 ? std::atoi(argv[2]) : 10;
    const recipe::Recipe recipe = everything();
    std::mt19937_64 random(1);
    std::vector<api::Report> reports;
    for (int i = 0; i < 64; ++i) reports.push_back(makeReport(recipe, frames, random));
    const app::ReportSchema schema = app::schemaOf(recipe, {.perFrame = frames > 0});
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / base::concat("report-bench-", base::processId());
    std::filesystem::create_directories(folder);
    std::printf("%d clips of %d frames, %zu and %zu columns\n", clips, frames, schema.clipColumns().size(),
                schema.frameColumns().size());
    for (const char* name : {"report.jsonl", "report.csv", "report.parquet"}) {
        const std::filesystem::path path = folder / name;
        auto writer = app::ReportWriter::create(path, *app::reportFormatOf("", path), schema, true);
        if (!writer) {
            std::printf("%-15s left out: %s\n", name, writer.error().message.c_str());
            continue;
        }
        const double before = base::processUsage().cpuSeconds;
        bool good = true;
        for (int i = 0; i < clips && good; ++i) {
            const std::string input = base::concat("/data/clips/", i, ".mp4");
            const app::ReportRow row{
                .input = input, .done = true, .report = &reports[static_cast<std::size_t>(i) % 64]};
            good = (*writer)->add(row).has_value();
        }
        good = good && (*writer)->finish().has_value();
        const base::ProcessUsage usage = base::processUsage();
        double bytes = 0.0;
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            bytes += static_cast<double>(file.file_size());
            std::filesystem::remove(file.path());
        }
        const double seconds = usage.cpuSeconds - before;
        std::printf("%-15s %8.0f clips/s, %8.0f frame rows/s of CPU; %.1f MB; peak memory so far %.0f MB%s\n", name,
                    clips / seconds, clips / seconds * frames, bytes / 1e6,
                    static_cast<double>(usage.peakResidentBytes) / 1e6, good ? "" : "; FAILED");
    }
    std::filesystem::remove_all(folder);
    return 0;
}
