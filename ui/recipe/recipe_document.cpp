#include "ui/recipe/recipe_document.h"

#include <utility>

#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {

/// Filters and measures may be given by their id alone.
Json::Array spelledOut(const Json& uses) {
    Json::Array all;
    for (const Json& use : uses.items()) all.push_back(use.isString() ? Json::object().set("id", use) : use);
    return all;
}

Json::Array withoutBypassed(const Json& uses) {
    Json::Array kept;
    for (Json use : uses.items()) {
        if (use["bypassed"].asBool()) continue;
        use.erase("bypassed");
        kept.push_back(std::move(use));
    }
    return kept;
}

}  // namespace

void setOrErase(Json& object, const std::string& key, const Json& value) {
    if (value.isNull())
        object.erase(key);
    else
        object.set(key, value);
}

class RecipeDocument::Step : public QUndoCommand {
public:
    Step(RecipeDocument& document, const QString& what, Json after, QString mergeKey)
        : QUndoCommand(what),
          m_document(document),
          m_before(document.m_document),
          m_after(std::move(after)),
          m_mergeKey(std::move(mergeKey)) {}

    void undo() override { show(m_before); }
    void redo() override { show(m_after); }
    [[nodiscard]] int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const Step*>(other);
        if (next->m_mergeKey != m_mergeKey) return false;
        m_after = next->m_after;
        return true;
    }

private:
    void show(const Json& document) {
        m_document.m_document = document;
        emit m_document.changed();
    }

    RecipeDocument& m_document;
    Json m_before;
    Json m_after;
    QString m_mergeKey;
};

RecipeDocument::RecipeDocument(QObject* parent) : QObject(parent) {
    m_document = Json::object().set("version", 1).set("id", "new").set("title", "");
}

void RecipeDocument::load(const Json& document) {
    m_history.clear();
    m_document = document;
    m_document.erase("$schema");
    emit changed();
}

void RecipeDocument::change(const QString& what, const Json& after, const QString& mergeKey) {
    if (after == m_document) return;
    m_history.push(new Step(*this, what, after, mergeKey));  // the stack owns it
}

Json RecipeDocument::effective() const {
    Json document = m_document;
    if (document.find("filters")) document.set("filters", Json(withoutBypassed(document["filters"])));
    if (!document.find("outputs")) return document;
    Json::Array all;
    for (Json output : document["outputs"].items()) {
        if (output.find("filters")) output.set("filters", Json(withoutBypassed(output["filters"])));
        all.push_back(std::move(output));
    }
    document.set("outputs", Json(std::move(all)));
    return document;
}

Json RecipeDocument::shownBy(int output) const {
    const Json whole = effective();
    // A recipe that yields nothing is refused, so it measures something.
    Json shown = Json::object().set("version", 1).set("id", "preview").set("outputs", Json::array());
    shown.set("measures", Json::array().append(Json::object().set("id", "luma")));
    if (whole.find("input")) shown.set("input", whole["input"]);
    Json::Array filters = whole["filters"].items();
    if (output >= 0 && output < outputs())
        for (const Json& own : whole["outputs"].items()[static_cast<std::size_t>(output)]["filters"].items())
            filters.push_back(own);
    return shown.set("filters", Json(std::move(filters)));
}

QString RecipeDocument::text(const char* member) const { return toQt(m_document[member].asString()); }

void RecipeDocument::setText(const char* member, const QString& text) {
    Json after = m_document;
    after.set(member, text.toStdString());
    change(tr("Rename"), after, QString::fromLatin1(member));
}

Json RecipeDocument::input() const { return m_document["input"].isObject() ? m_document["input"] : Json::object(); }

void RecipeDocument::setInput(const Json& input, const QString& mergeKey) {
    Json after = m_document;
    if (input.members().empty())
        after.erase("input");
    else
        after.set("input", input);
    change(tr("Change the part of the source"), after, QStringLiteral("input/") + mergeKey);
}

int RecipeDocument::outputs() const { return static_cast<int>(m_document["outputs"].items().size()); }

Json RecipeDocument::output(int index) const {
    const Json::Array& all = m_document["outputs"].items();
    return index >= 0 && index < outputs() ? all[static_cast<std::size_t>(index)] : Json::object();
}

void RecipeDocument::setOutput(int index, const Json& output, const QString& mergeKey) {
    Json::Array all = m_document["outputs"].items();
    if (index < 0 || index >= outputs()) return;
    all[static_cast<std::size_t>(index)] = output;
    Json after = m_document;
    change(tr("Change output %1").arg(index + 1), after.set("outputs", Json(std::move(all))),
           mergeKey.isEmpty() ? QString() : QStringLiteral("output/%1/%2").arg(index).arg(mergeKey));
}

void RecipeDocument::addOutput() {
    Json::Array all = m_document["outputs"].items();
    // A further rendition starts as a copy: most differ in one or two settings. Its name must not be the same.
    Json output = all.empty() ? Json::object().set("container", "mp4").set("video", Json::object().set("codec", "h264"))
                              : all.back();
    output.set("name", "{stem}-{recipe}-{index}.{ext}");
    all.push_back(std::move(output));
    Json after = m_document;
    change(tr("Add an output"), after.set("outputs", Json(std::move(all))), {});
}

void RecipeDocument::removeOutput(int index) {
    Json::Array all = m_document["outputs"].items();
    if (index < 0 || index >= outputs()) return;
    all.erase(all.begin() + index);
    Json after = m_document;
    change(tr("Remove output %1").arg(index + 1), after.set("outputs", Json(std::move(all))), {});
}

Json::Array RecipeDocument::chain(int output) const {
    return spelledOut(output == kShared ? m_document["filters"] : this->output(output)["filters"]);
}

void RecipeDocument::setChain(int output, const Json::Array& filters, const QString& what, const QString& mergeKey) {
    Json after = m_document;
    if (output == kShared) {
        after.set("filters", Json(filters));
    } else {
        if (output >= outputs()) return;
        Json::Array all = m_document["outputs"].items();
        all[static_cast<std::size_t>(output)].set("filters", Json(filters));
        after.set("outputs", Json(std::move(all)));
    }
    change(what, after, mergeKey.isEmpty() ? QString() : QStringLiteral("chain/%1/%2").arg(output).arg(mergeKey));
}

Json::Array RecipeDocument::measures() const { return spelledOut(m_document["measures"]); }

void RecipeDocument::setMeasures(const Json::Array& measures, const QString& what) {
    Json after = m_document;
    change(what, after.set("measures", Json(measures)), {});
}

}  // namespace fotograma::ui
