/// The share of time that each stage of the work is busy, the busiest first, and a sentence that names the limit.
///
/// Units    0..1 of the wall time.
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

#include "engine/api/types.h"

class QLabel;

namespace fotograma::ui {

/// "Encoding is the limit: it is busy 97 % of the time." An even load, and none at all, have sentences of their own.
[[nodiscard]] QString bottleneckText(const std::vector<api::StageShare>& stages);

class StageBars : public QWidget {
    Q_OBJECT

public:
    explicit StageBars(QWidget* parent = nullptr);

    void showStages(std::vector<api::StageShare> stages);
    [[nodiscard]] const std::vector<api::StageShare>& stages() const { return m_stages; }

private:
    class Bars;

    std::vector<api::StageShare> m_stages;
    QLabel* m_sentence;
    Bars* m_bars;
};

}  // namespace fotograma::ui
