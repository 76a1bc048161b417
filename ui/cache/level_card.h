/// One level of the cache: how full it is, how often it knew the answer, what that saved.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>

#include "engine/api/types.h"

class QLabel;

namespace fotograma::ui {

class LevelCard : public QFrame {
    Q_OBJECT

public:
    explicit LevelCard(QWidget* parent = nullptr);

    void showLevel(const api::CacheLevelStats& level);

private:
    class Meter;

    QLabel* m_title;
    QLabel* m_hits;
    QLabel* m_room;
    QLabel* m_note;
    Meter* m_meter;
};

}  // namespace fotograma::ui
