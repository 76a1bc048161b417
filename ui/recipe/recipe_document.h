/// The recipe in the editor: one document, changed step by step, each step undone with its name.
///
/// Shape    the document is what the engine reads, but for filters that are passed over: these carry our own member
///          "bypassed", which effective() leaves out together with them.
/// Cost     a step keeps both documents; their parts are shared, so that it holds what changed alone.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QUndoStack>

#include "engine/api/types.h"

namespace fotograma::ui {

class RecipeDocument : public QObject {
    Q_OBJECT

public:
    static constexpr int kShared = -1;  ///< The chain before all outputs; else the index of an output.

    explicit RecipeDocument(QObject* parent = nullptr);

    /// Starts anew, with nothing to undo.
    void load(const api::Json& document);
    [[nodiscard]] const api::Json& json() const { return m_document; }
    /// What the engine is given.
    [[nodiscard]] api::Json effective() const;
    /// Its input and filters alone, those of an output behind the shared ones: what a preview shows.
    [[nodiscard]] api::Json shownBy(int output) const;
    [[nodiscard]] QUndoStack& history() { return m_history; }

    [[nodiscard]] QString text(const char* member) const;
    void setText(const char* member, const QString& text);
    /// The members of input, or of an output.
    [[nodiscard]] api::Json input() const;
    void setInput(const api::Json& input, const QString& mergeKey);
    [[nodiscard]] int outputs() const;
    [[nodiscard]] api::Json output(int index) const;
    void setOutput(int index, const api::Json& output, const QString& mergeKey = {});
    void addOutput();
    void removeOutput(int index);

    /// Each an object with id, params and perhaps bypassed.
    [[nodiscard]] api::Json::Array chain(int output) const;
    void setChain(int output, const api::Json::Array& filters, const QString& what, const QString& mergeKey = {});
    [[nodiscard]] api::Json::Array measures() const;
    void setMeasures(const api::Json::Array& measures, const QString& what);

signals:
    void changed();

private:
    class Step;

    /// Steps in a row with the same key (a slider that is dragged) are one.
    void change(const QString& what, const api::Json& after, const QString& mergeKey);

    api::Json m_document;
    QUndoStack m_history;
};

/// Sets a member, or removes it when the value is null.
void setOrErase(api::Json& object, const std::string& key, const api::Json& value);

}  // namespace fotograma::ui
