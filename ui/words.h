/// The words and number forms in which the window says what the engine tells.
///
/// Thread   Qt thread (translations).
#pragma once

#include <QString>
#include <string_view>

#include "engine/api/types.h"

namespace fotograma::ui {

[[nodiscard]] inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Paused before it ever ran: it waits for the user's start.
[[nodiscard]] inline bool isReady(const api::JobRecord& record) {
    return record.state == api::JobState::Paused && record.startedAt == 0;
}

/// Left waiting by a program that is gone; starts again only when somebody asks.
[[nodiscard]] inline bool isStranded(const api::JobRecord& record) {
    return record.state == api::JobState::Queued && record.interrupted;
}

/// Samples for an estimate: no job of the person's, and shown nowhere.
inline constexpr const char* kEstimateRecipe = "fotograma-estimate";
[[nodiscard]] inline bool isEstimate(const api::JobRecord& record) { return record.recipeId == kEstimateRecipe; }

/// "Ready" for a job that waits for the user's start, else the state's name.
[[nodiscard]] QString stateText(const api::JobRecord& record);
[[nodiscard]] QString stateText(api::JobState state);
[[nodiscard]] QString readyText();
[[nodiscard]] QString cacheLevelText(const std::string& level);  ///< "memory", "disk", "Redis"
[[nodiscard]] QString fateText(api::Fate fate);

[[nodiscard]] QString sizeText(std::int64_t bytes);            ///< "14.2 MB"
[[nodiscard]] QString durationText(double seconds);            ///< "1:05"; empty when negative (unknown).
[[nodiscard]] QString momentText(base::UnixMillis at);         ///< In the user's locale; empty for 0.
[[nodiscard]] QString timeText(base::UnixMillis at);           ///< Of the day, to the second.
[[nodiscard]] QString spanText(double seconds);                ///< A round stretch of time: "20 s", "5 min", "8 h".
[[nodiscard]] QString secondsText(double seconds);             ///< "0.42 s", "1:05"
[[nodiscard]] QString clockText(double seconds);               ///< A moment of a clip, to the tenth: "1:05.4".
[[nodiscard]] QString percentText(double share);               ///< "97 %"
[[nodiscard]] QString stageText(const std::string& stage);     ///< "Encoding 1" of "encode 1".
[[nodiscard]] QString numberText(double value, int decimals);  ///< In the user's locale.
[[nodiscard]] QString countText(std::int64_t count);           ///< Grouped as the locale does.
[[nodiscard]] QString fpsText(double fps);                     ///< "143"; empty when 0.
/// "−62 %": how the size changed; empty when either is unknown.
[[nodiscard]] QString savedText(std::int64_t before, std::int64_t after);
/// The lowest mean SSIM of a job's outputs to what was encoded; -1: none was compared.
[[nodiscard]] double ssimOf(const api::Report& report);
/// How near an output is to what was encoded, as a word: "Good". Empty when it was not compared.
/// Source   Zinner, Hohlfeld, Abboud and Hossfeld, Impact of Frame Rate and Resolution on Objective QoE Metrics, QoMEX
///          2010: bounds of SSIM for the five grades of ITU-R BT.500.
[[nodiscard]] QString verdictText(double ssim);
[[nodiscard]] QString qualityText(double ssim);  ///< With the number: "Good 0.973".
/// Why a job failed, without the file name that its row shows anyway.
[[nodiscard]] QString reasonText(const api::JobRecord& record);
[[nodiscard]] QString fileName(const std::string& path);

}  // namespace fotograma::ui
