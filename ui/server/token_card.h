/// The tokens of this computer's server: who may ask, and for how long. A new one is shown once.
///
/// Owner    borrows the workspace; its host has a server.
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "ui/server/server_tables.h"
#include "ui/workspace.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QTreeView;

namespace fotograma::ui {

class ConfirmLine;

class TokenCard : public QWidget {
    Q_OBJECT

public:
    TokenCard(Workspace& workspace, QWidget* parent = nullptr);

    /// Reads them anew: another program may have made one.
    void refresh();

private:
    [[nodiscard]] QWidget* makeForm();
    [[nodiscard]] QWidget* makeSecret();
    void make();
    void revoke();
    void showSecret(const MadeToken& made);
    void tell(const QString& sentence);

    Workspace& m_workspace;
    Serving& m_serving;
    TokenModel* m_model;
    QTreeView* m_table;
    QLabel* m_empty;
    QToolButton* m_revoke;
    ConfirmLine* m_confirm;
    QLineEdit* m_name;
    std::vector<std::pair<std::string, QCheckBox*>> m_scopes;
    QSpinBox* m_days;
    QWidget* m_secretRow;
    QLabel* m_secretFor;
    QLineEdit* m_secret;
    QLabel* m_told;
};

}  // namespace fotograma::ui
