/// Clips that FFmpeg's program makes of its own sources, measured by whole runs of our pipeline.
///
/// Owner    files vanish with the object.
/// Thread   the test's.
#pragma once

#include <QString>
#include <QStringList>

#include "tests/pipeline/run_fixture.h"

namespace fotograma::tests {

class MadeClips : RunFixture {
public:
    MadeClips() { startAfresh(); }

    /// Why no clip can be made here; empty when they can.
    [[nodiscard]] static QString whyNot();

    /// A file of that name by `ffmpeg <arguments> name`.
    [[nodiscard]] fs::path make(const QString& name, const QStringList& arguments) const;
    /// What `ffmpeg <arguments>` says on its error output.
    [[nodiscard]] static QString said(const QStringList& arguments);

    /// The report of the measures, by their ids with commas between.
    [[nodiscard]] api::Report measured(const fs::path& clip, const std::string& measures);
};

}  // namespace fotograma::tests
