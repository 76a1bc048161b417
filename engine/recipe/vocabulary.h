/// The words recipe documents are written in: members with their rules, codecs and containers, each in one table that
/// parsing, the schema and messages read.
///
/// Owner    tables are constants of the program.
#pragma once

#include <span>
#include <string_view>

namespace fotograma::recipe {

enum class FieldKind { Text, Number, Integer, Boolean, Choice, Object, List };

/// One member of an object of the document.
struct Field {
    std::string_view key;
    FieldKind kind = FieldKind::Text;
    std::string_view sentence;
    double minimum = 0.0;  ///< Number and Integer.
    double maximum = 0.0;
    std::span<const std::string_view> choices{};  ///< Choice only.
    bool required = false;
};

[[nodiscard]] std::span<const Field> recipeFields();
[[nodiscard]] std::span<const Field> inputFields();
[[nodiscard]] std::span<const Field> filterUseFields();
[[nodiscard]] std::span<const Field> measureUseFields();
[[nodiscard]] std::span<const Field> outputFields();
[[nodiscard]] std::span<const Field> videoFields();
[[nodiscard]] std::span<const Field> audioRuleFields();
[[nodiscard]] std::span<const Field> subtitleRuleFields();

/// A codec that pictures can be encoded with.
struct CodecWords {
    std::string_view id;
    double bestQuality = 0.0;  ///< CRF range and default of its encoder; ProRes: 0 is 4444 XQ, 5 is Proxy.
    double worstQuality = 0.0;
    double usualQuality = 0.0;
    bool hasRate = true;                        ///< A mean rate can be asked for.
    std::string_view usualChroma = "420";       ///< When the recipe names none.
    std::span<const std::string_view> chromas;  ///< Those it has; empty: all.
};
[[nodiscard]] const CodecWords* findCodec(std::string_view id);

/// A container and the codecs that a recipe may ask for in it.
struct ContainerWords {
    std::string_view id;
    std::string_view extension;
    std::span<const std::string_view> video;
    std::span<const std::string_view> audio;
    std::span<const std::string_view> subtitles;
};
[[nodiscard]] const ContainerWords* findContainer(std::string_view id);

}  // namespace fotograma::recipe
