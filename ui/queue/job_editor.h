/// What is to be changed of the selected jobs that wait: recipe, output folder, device, priority, in one line.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <optional>
#include <vector>

#include "engine/api/types.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QComboBox;

namespace fotograma::ui {

class Workspace;

class JobEditor : public QFrame {
    Q_OBJECT

public:
    JobEditor(Workspace& workspace, QWidget* parent = nullptr);

    /// The jobs that will be changed; those that do not wait any more are left out by the service, which says so.
    void edit(const std::vector<api::JobId>& jobs);
    [[nodiscard]] const std::vector<api::JobId>& jobs() const { return m_jobs; }

private:
    void fill();
    void apply();
    [[nodiscard]] std::optional<api::JobEdit> wanted() const;

    Workspace& m_workspace;
    std::vector<api::JobId> m_jobs;
    QLabel* m_title;
    QComboBox* m_recipe;
    QComboBox* m_device;
    QLineEdit* m_folder;
    QSpinBox* m_priority;
    QPushButton* m_apply;
};

}  // namespace fotograma::ui
