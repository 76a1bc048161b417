/// The switch of this computer's server, where it listens and what its clients may see; what is wrong stands beneath.
///
/// Owner    borrows the workspace; its host has a server.
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "ui/serving.h"
#include "ui/workspace.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace fotograma::ui {

class FileField;

class ServeCard : public QWidget {
    Q_OBJECT

public:
    ServeCard(Workspace& workspace, QWidget* parent = nullptr);

    void showState();

private:
    [[nodiscard]] QWidget* makeHead();
    [[nodiscard]] QWidget* makeUrl();
    [[nodiscard]] QWidget* makeFields();
    [[nodiscard]] QWidget* makeRoots();
    void showPlan(const ServingPlan& plan);
    [[nodiscard]] ServingPlan plan() const;
    void remember();
    void turn();
    void addRoot();
    void removeRoot();
    void tell(const QString& sentence, bool isProblem);

    Workspace& m_workspace;
    Serving& m_serving;
    bool m_isTurning = false;
    ServingPlan m_used;  ///< Of the server that is on.
    QLabel* m_mark;
    QLabel* m_state;
    QPushButton* m_switch;
    QWidget* m_urlRow;
    QLineEdit* m_url;
    QLineEdit* m_address;
    QSpinBox* m_port;
    FileField* m_certificate;
    FileField* m_key;
    QListWidget* m_roots;
    QToolButton* m_removeRoot;
    QCheckBox* m_withWindow;
    QLabel* m_told;
};

}  // namespace fotograma::ui
