#include "engine/filter/describe.h"

#include <cmath>
#include <utility>

namespace fotograma::filter {
namespace {

api::ParameterInfo row(std::string id, std::string label, std::string sentence, api::ParameterKind kind,
                       api::Json initially) {
    api::ParameterInfo info;
    info.id = std::move(id);
    info.label = std::move(label);
    info.sentence = std::move(sentence);
    info.kind = kind;
    info.defaultValue = std::move(initially);
    return info;
}

api::ParameterInfo withRange(api::ParameterInfo info, std::string unit, Range range) {
    info.unit = std::move(unit);
    info.minimum = range.from;
    info.maximum = range.to;
    info.step = range.step;
    return info;
}

Definition named(api::OperationKind kind, std::string id, std::string title, std::string_view shape,
                 std::string sentence, std::string source) {
    Definition definition;
    definition.info.kind = kind;
    definition.info.id = std::move(id);
    definition.info.title = std::move(title);
    definition.info.shape = shape;
    definition.info.sentence = std::move(sentence);
    definition.info.source = std::move(source);
    return definition;
}

class Averages final : public Summary {
public:
    explicit Averages(std::vector<std::string> ids) : m_ids(std::move(ids)), m_of(m_ids.size()) {}

    void add(const Moment&, const MeasuredValues& values) override {
        for (std::size_t i = 0; i < m_of.size(); ++i) {
            const double value = values[i];
            if (std::isnan(value)) continue;
            Running& running = m_of[i];
            running.least = running.count == 0 ? value : std::min(running.least, value);
            running.most = running.count == 0 ? value : std::max(running.most, value);
            running.sum += value;
            ++running.count;
        }
    }

    api::Json finish() const override {
        api::Json all = api::Json::object();
        for (std::size_t i = 0; i < m_of.size(); ++i) {
            const Running& running = m_of[i];
            if (running.count == 0) continue;
            api::Json one = api::Json::object();
            one.set("mean", running.sum / static_cast<double>(running.count));
            one.set("min", running.least);
            one.set("max", running.most);
            all.set(m_ids[i], std::move(one));
        }
        return all;
    }

private:
    struct Running {
        std::int64_t count = 0;
        double sum = 0.0;
        double least = 0.0;
        double most = 0.0;
    };
    std::vector<std::string> m_ids;
    std::vector<Running> m_of;
};

}  // namespace

std::string_view shapeName(pixel::Shape shape) {
    switch (shape) {
        case pixel::Shape::Point: return "point";
        case pixel::Shape::Window: return "window";
        case pixel::Shape::Gather: return "gather";
        case pixel::Shape::Temporal: return "temporal";
        case pixel::Shape::Reduce: return "reduce";
    }
    return "";
}

Definition filterNamed(std::string id, std::string title, pixel::Shape shape, std::string sentence,
                       std::string source) {
    return named(api::OperationKind::Filter, std::move(id), std::move(title), shapeName(shape), std::move(sentence),
                 std::move(source));
}

Definition stageNamed(std::string id, std::string title, std::string sentence, std::string source) {
    return named(api::OperationKind::Filter, std::move(id), std::move(title), "stage", std::move(sentence),
                 std::move(source));
}

Definition measureNamed(std::string id, std::string title, std::string sentence, std::string source) {
    return named(api::OperationKind::Measure, std::move(id), std::move(title), shapeName(pixel::Shape::Reduce),
                 std::move(sentence), std::move(source));
}

Definition soundMeasureNamed(std::string id, std::string title, std::string sentence, std::string source) {
    return named(api::OperationKind::Measure, std::move(id), std::move(title), "stage", std::move(sentence),
                 std::move(source));
}

Definition derivedMeasureNamed(std::string id, std::string title, std::string sentence, std::string source) {
    return named(api::OperationKind::Measure, std::move(id), std::move(title), "derived", std::move(sentence),
                 std::move(source));
}

api::ParameterInfo numberRow(std::string id, std::string label, std::string unit, Range range, double initially,
                             std::string sentence) {
    return withRange(row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::Number, initially),
                     std::move(unit), range);
}

api::ParameterInfo integerRow(std::string id, std::string label, std::string unit, Range range, int initially,
                              std::string sentence) {
    return withRange(row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::Integer, initially),
                     std::move(unit), range);
}

api::ParameterInfo choiceRow(std::string id, std::string label, std::vector<std::string> choices, std::string initially,
                             std::string sentence) {
    auto info =
        row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::Choice, std::move(initially));
    info.choices = std::move(choices);
    return info;
}

api::ParameterInfo booleanRow(std::string id, std::string label, bool initially, std::string sentence) {
    return row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::Boolean, initially);
}

api::ParameterInfo textRow(std::string id, std::string label, std::string initially, std::string sentence) {
    return row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::Text, std::move(initially));
}

api::ParameterInfo fileRow(std::string id, std::string label, std::vector<std::string> endings, std::string sentence) {
    api::ParameterInfo info = row(std::move(id), std::move(label), std::move(sentence), api::ParameterKind::File, "");
    info.choices = std::move(endings);
    return info;
}

api::ValueInfo value(std::string id, std::string label, std::string unit, std::string sentence) {
    api::ValueInfo info;
    info.id = std::move(id);
    info.label = std::move(label);
    info.unit = std::move(unit);
    info.sentence = std::move(sentence);
    return info;
}

api::ValueInfo clipValue(std::string id, std::string label, std::string unit, std::string sentence,
                         api::ValueKind kind) {
    auto info = value(std::move(id), std::move(label), std::move(unit), std::move(sentence));
    info.kind = kind;
    info.scope = api::ValueScope::Clip;
    return info;
}

api::ValueInfo clipList(std::string id, std::string label, std::string unit, std::string sentence,
                        api::ValueKind kind) {
    auto info = clipValue(std::move(id), std::move(label), std::move(unit), std::move(sentence), kind);
    info.isList = true;
    return info;
}

frame::PictureSpec grayPicture(int width, int height, int bits) {
    frame::PictureSpec spec = yuvPicture(width, height, 0, 0, bits);
    spec.format.model = frame::ColorModel::Gray;
    return spec;
}

frame::PictureSpec yuvPicture(int width, int height, int chromaShiftX, int chromaShiftY, int bits) {
    frame::PictureSpec spec;
    spec.format.sample = bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    spec.format.bits = bits;
    spec.format.chromaShiftX = chromaShiftX;
    spec.format.chromaShiftY = chromaShiftY;
    spec.width = width;
    spec.height = height;
    return spec;
}

Example example(std::string sentence, frame::PictureSpec spec, std::map<std::string, api::Json> values,
                std::vector<Picture> frames, Picture expected, double within, int at) {
    Example one;
    one.sentence = std::move(sentence);
    one.spec = spec;
    one.values = std::move(values);
    one.frames = std::move(frames);
    one.expected = std::move(expected);
    one.expectedFrame = at;
    one.within = within;
    return one;
}

Example measuredExample(std::string sentence, frame::PictureSpec spec, std::map<std::string, api::Json> values,
                        std::vector<Picture> frames, std::map<std::string, double> expected, double within) {
    Example one;
    one.sentence = std::move(sentence);
    one.spec = spec;
    one.values = std::move(values);
    one.frames = std::move(frames);
    one.expectedValues = std::move(expected);
    one.within = within;
    return one;
}

std::unique_ptr<Summary> averages(std::vector<std::string> valueIds) {
    return std::make_unique<Averages>(std::move(valueIds));
}

}  // namespace fotograma::filter
