#include "ui/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <cmath>

#include "engine/base/text.h"
#include "ui/error_words.h"

namespace fotograma::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};
}  // namespace

QString stateText(api::JobState state) {
    switch (state) {
        case api::JobState::Queued: return Words::tr("Waiting");
        case api::JobState::Running: return Words::tr("Running");
        case api::JobState::Paused: return Words::tr("Paused");
        case api::JobState::Done: return Words::tr("Done");
        case api::JobState::Failed: return Words::tr("Failed");
        case api::JobState::Cancelled: return Words::tr("Cancelled");
    }
    return {};
}

QString readyText() { return Words::tr("Ready"); }

QString cacheLevelText(const std::string& level) {
    if (level == "memory") return Words::tr("memory");
    if (level == "disk") return Words::tr("disk");
    return level == "redis" ? QStringLiteral("Redis") : toQt(level);
}

QString stateText(const api::JobRecord& record) {
    if (record.interrupted) return Words::tr("Interrupted");
    if (isReady(record)) return readyText();
    return stateText(record.state);
}

QString fateText(api::Fate fate) {
    switch (fate) {
        case api::Fate::Kept: return Words::tr("Kept");
        case api::Fate::Changed: return Words::tr("Changed");
        case api::Fate::Lost: return Words::tr("Lost");
        case api::Fate::Added: return Words::tr("Added");
    }
    return {};
}

namespace {
/// A number that the engine has written, with the decimal sign of the user's language.
QString localized(const std::string& text) { return toQt(text).replace(u'.', QLocale().decimalPoint()); }
}  // namespace

QString sizeText(std::int64_t bytes) { return localized(base::humanBytes(bytes)); }

QString durationText(double seconds) { return seconds < 0.0 ? QString() : localized(base::humanDuration(seconds)); }

QString momentText(base::UnixMillis at) {
    if (at == 0) return {};
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), QLocale::ShortFormat);
}

QString timeText(base::UnixMillis at) {
    return QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("HH:mm:ss"));
}

QString spanText(double seconds) {
    if (seconds < 90.0) return Words::tr("%1 s").arg(QLocale().toString(std::round(seconds), 'f', 0));
    if (seconds < 5400.0) return Words::tr("%1 min").arg(QLocale().toString(seconds / 60.0, 'g', 3));
    return Words::tr("%1 h").arg(QLocale().toString(seconds / 3600.0, 'g', 3));
}

QString secondsText(double seconds) {
    return seconds < 10.0 ? Words::tr("%1 s").arg(numberText(seconds, 2)) : durationText(seconds);
}

QString clockText(double seconds) {
    const auto tenths = static_cast<qlonglong>(std::lround(seconds * 10.0));
    const QString rest = QLocale().toString(static_cast<double>(tenths % 600) / 10.0, 'f', 1);
    const QString padded = tenths % 600 < 100 ? QLatin1Char('0') + rest : rest;
    return QStringLiteral("%1:%2").arg(tenths / 600).arg(padded);
}

QString percentText(double share) { return Words::tr("%1 %").arg(std::lround(share * 100.0)); }

QString numberText(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

QString countText(std::int64_t count) { return QLocale().toString(static_cast<qlonglong>(count)); }

QString stageText(const std::string& stage) {
    const std::size_t space = stage.find(' ');
    const std::string kind = stage.substr(0, space);
    QString text = kind == "decode"    ? Words::tr("Decoding")
                   : kind == "filter"  ? Words::tr("Filtering")
                   : kind == "encode"  ? Words::tr("Encoding")
                   : kind == "mux"     ? Words::tr("Writing")
                   : kind == "check"   ? Words::tr("Comparing")
                   : kind == "read"    ? Words::tr("Reading")
                   : kind == "measure" ? Words::tr("Measuring")
                   : kind == "audio"   ? Words::tr("Sound")
                                       : toQt(kind);
    if (space != std::string::npos) text += toQt(stage.substr(space));
    return text;
}

QString fpsText(double fps) {
    if (fps <= 0.0) return {};
    return localized(base::fixed(fps, fps < 10.0 ? 1 : 0));
}

QString savedText(std::int64_t before, std::int64_t after) {
    if (before <= 0 || after <= 0) return {};
    const auto percent = std::lround((static_cast<double>(after) / static_cast<double>(before) - 1.0) * 100.0);
    const QString sign = percent < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
    return Words::tr("%1%2 %").arg(sign).arg(std::labs(percent));
}

double ssimOf(const api::Report& report) {
    double lowest = -1.0;
    for (const api::Artifact& artifact : report.artifacts) {
        const double ssim = artifact.facts["fidelity"]["ssim"].asNumber(-1.0);
        if (ssim >= 0.0 && (lowest < 0.0 || ssim < lowest)) lowest = ssim;
    }
    return lowest;
}

QString verdictText(double ssim) {
    if (ssim < 0.0) return {};
    if (ssim >= 0.99) return Words::tr("Excellent");
    if (ssim >= 0.95) return Words::tr("Good");
    if (ssim >= 0.88) return Words::tr("Fair");
    return ssim >= 0.5 ? Words::tr("Poor") : Words::tr("Bad");
}

QString qualityText(double ssim) {
    return ssim < 0.0 ? QString() : QStringLiteral("%1 %2").arg(verdictText(ssim), numberText(ssim, 3));
}

QString reasonText(const api::JobRecord& record) {
    if (!record.error) return {};
    QString text = errorText(*record.error);
    const QString name = fileName(record.spec.input) + QStringLiteral(": ");
    if (const qsizetype at = text.indexOf(name); at >= 0) text.remove(at, name.size());
    return text;
}

QString fileName(const std::string& path) {
    const QString text = toQt(path);
    return text.mid(text.lastIndexOf(QLatin1Char('/')) + 1);
}

}  // namespace fotograma::ui
