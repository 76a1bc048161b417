/// What the engine says in English (titles, labels and sentences of filters, measures and recipes), in the language of
/// the window. What is not known stays as it is: recipes of one's own, a newer server.
///
/// Thread   Qt thread.
#pragma once

#include <QString>
#include <string_view>

namespace fotograma::ui {

[[nodiscard]] QString engineText(std::string_view text);

}  // namespace fotograma::ui
