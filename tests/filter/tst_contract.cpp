// What every filter and measure must keep, whatever it is: one test that loops over the registry.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include <QtTest>

#include "engine/filter/color_math.h"
#include "engine/filter/execute.h"
#include "engine/filter/host.h"
#include "engine/filter/pass_call.h"
#include "engine/filter/test_pictures.h"
#include "engine/filters/adjust/adjust_kernel.h"
#include "tests/filter/guarded_queue.h"

using namespace fotograma;
using filter::Definition;

Q_DECLARE_METATYPE(const Definition*)

class tst_Contract : public QObject {
    Q_OBJECT

private slots:
    void idsAreSortedAndUnique();
    void describesItself_data() { addDefinitions(); }
    void describesItself();
    void defaultsAreValid_data() { addDefinitions(); }
    void defaultsAreValid();
    void refusesWhatIsOutsideTheTable_data() { addDefinitions(); }
    void refusesWhatIsOutsideTheTable();
    void findsTheNearestNameForATypo();
    void staysInsideItsPicturesOnEveryBuild_data() { addDefinitions(Which::OfPictures); }
    void staysInsideItsPicturesOnEveryBuild();
    void leavesItsInputAlone_data() { addDefinitions(Which::OfPictures); }
    void leavesItsInputAlone();
    void neutralParametersDoNothing();
    void theNeutralGradeGivesTheInputBackToTheBit_data();
    void theNeutralGradeGivesTheInputBackToTheBit();

private:
    enum class Which { All, OfPictures };
    void addDefinitions(Which which = Which::All);
};

namespace {

/// Sets worth running: the defaults and those of the examples.
std::vector<api::Json> parameterSets(const Definition& definition) {
    std::vector<std::map<std::string, api::Json>> maps = {{}};
    for (const auto& example : definition.examples) maps.push_back(example.values);
    std::vector<api::Json> sets;
    for (const auto& map : maps) {
        api::Json object = api::Json::object();
        for (const auto& [id, value] : map) object.set(id, value);
        sets.push_back(std::move(object));
    }
    return sets;
}

std::vector<frame::PictureSpec> pictures() {
    std::vector<frame::PictureSpec> specs;
    for (const frame::PictureFormat& format : filter::testFormats()) {
        for (const auto& [width, height] : {std::pair{1, 1}, {33, 21}, {513, 2}}) {
            frame::PictureSpec spec;
            spec.format = format;
            spec.width = width;
            spec.height = height;
            specs.push_back(spec);
        }
    }
    return specs;
}

/// Three frames through a use. Crops outside a tiny picture and the like are refused: nothing to see.
void runThrough(const filter::Use& use, const frame::PictureSpec& spec, device::Queue& queue,
                const std::vector<frame::Frame>& frames) {
    if (use.definition->info.kind == api::OperationKind::Measure) {
        auto set = filter::MeasureSet::create({&use, 1}, spec, queue);
        QVERIFY(set.has_value());
        std::size_t numbers = 0;
        for (const api::ValueInfo& value : use.definition->info.values) numbers += filter::numbersOf(value);
        std::size_t ready = 0;
        const auto take = [&] {
            ready += set->ready(0).size();
            for (const auto& each : set->ready(0)) QCOMPARE(each.values.size(), numbers);
        };
        for (const auto& frame : frames) {
            QVERIFY(set->push(frame).has_value());
            take();
        }
        QVERIFY(set->flush().has_value());
        take();
        QCOMPARE(ready, frames.size());
        return;
    }
    const auto chain = filter::Chain::prepare(std::span(&use, 1), spec);
    if (!chain) {
        QVERIFY2(chain.error().code == base::ErrorCode::InvalidArgument ||
                     chain.error().code == base::ErrorCode::Unsupported,
                 chain.error().message.c_str());
        return;
    }
    auto runner = filter::ChainRunner::create(*chain, queue, filter::Reading::Plain);
    QVERIFY(runner.has_value());
    std::vector<frame::Frame> made;
    for (const auto& frame : frames) {
        const auto some = runner->push(frame);
        QVERIFY(some.has_value());
        made.insert(made.end(), some->begin(), some->end());
    }
    const auto rest = runner->flush();
    QVERIFY(rest.has_value());
    made.insert(made.end(), rest->begin(), rest->end());
    for (std::size_t i = 0; i < made.size(); ++i) {
        QVERIFY(made[i].spec() == chain->output());
        QVERIFY(i == 0 || made[i].info().timeSeconds() > made[i - 1].info().timeSeconds());
    }
    if (std::ranges::any_of(chain->steps(), [](const auto& step) { return step.prepared.steering != nullptr; })) {
        QVERIFY(!made.empty());
        for (std::size_t i = 0; i < made.size(); ++i) QCOMPARE(made[i].info().index, static_cast<std::int64_t>(i));
        return;
    }
    QCOMPARE(made.size(), frames.size());
    QCOMPARE(static_cast<int>(rest->size()), std::min(chain->delayFrames(), static_cast<int>(frames.size())));
}

bool isSentence(const std::string& text) { return text.size() > 10 && (text.back() == '.' || text.back() == '?'); }

bool isId(const std::string& id) {
    return !id.empty() &&
           std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

void tst_Contract::addDefinitions(Which which) {
    QTest::addColumn<const Definition*>("definition");
    for (const Definition* definition : filter::definitions()) {
        if (which == Which::OfPictures && !filter::looksAtPictures(*definition)) continue;
        QTest::newRow(definition->info.id.c_str()) << definition;
    }
}

void tst_Contract::idsAreSortedAndUnique() {
    std::set<std::string> ids;
    const auto all = filter::definitions();
    QVERIFY(all.size() >= 10);
    const auto firstMeasure =
        std::ranges::find_if(all, [](const Definition* one) { return one->info.kind == api::OperationKind::Measure; });
    const auto byId = [](const Definition* one) { return one->info.id; };
    QVERIFY(std::ranges::is_sorted(all.begin(), firstMeasure, {}, byId));
    QVERIFY(std::ranges::is_sorted(firstMeasure, all.end(), {}, byId));
    for (const Definition* one : all) {
        QVERIFY(ids.insert(one->info.id).second);
        QCOMPARE(filter::find(one->info.kind, one->info.id), one);
    }
}

void tst_Contract::describesItself() {
    QFETCH(const Definition*, definition);
    const api::OperationInfo& info = definition->info;
    QVERIFY(isId(info.id));
    QVERIFY(!info.title.empty());
    QVERIFY(isSentence(info.sentence));
    QVERIFY(!info.shape.empty());
    QVERIFY(definition->tolerance == 0.0 || isSentence(definition->toleranceReason));
    // Measures of sound are compared with FFmpeg's program instead (tests/measures).
    const std::size_t examples = definition->examples.size();
    QVERIFY2(definition->prepareSound != nullptr || (examples >= 2 && examples <= 6), "two to six worked examples");
    for (const auto& example : definition->examples) QVERIFY(isSentence(example.sentence));
    for (const api::ParameterInfo& parameter : info.parameters) {
        QVERIFY2(isId(parameter.id), parameter.id.c_str());
        QVERIFY2(!parameter.label.empty() && isSentence(parameter.sentence), parameter.id.c_str());
        const bool hasRange =
            parameter.kind == api::ParameterKind::Number || parameter.kind == api::ParameterKind::Integer;
        QVERIFY2(!hasRange || (parameter.minimum < parameter.maximum && parameter.step > 0.0), parameter.id.c_str());
        const bool isFile = parameter.kind == api::ParameterKind::File;
        QVERIFY2(isFile ? !parameter.choices.empty()
                        : (parameter.kind == api::ParameterKind::Choice) == (parameter.choices.size() >= 2),
                 parameter.id.c_str());
    }
    const bool isMeasure = info.kind == api::OperationKind::Measure;
    QCOMPARE(isMeasure, !info.values.empty());
    const int readings = (definition->prepareMeasure != nullptr ? 1 : 0) +
                         (definition->prepareSound != nullptr ? 1 : 0) + (definition->derive != nullptr ? 1 : 0);
    QCOMPARE(readings, isMeasure ? 1 : 0);
    QCOMPARE(definition->needs.empty(), definition->derive == nullptr);
    for (const std::string& need : definition->needs) {
        const Definition* needed = filter::find(api::OperationKind::Measure, need);
        QVERIFY2(needed != nullptr && needed->derive == nullptr, need.c_str());
    }
    QCOMPARE(!isMeasure, definition->prepareFilter != nullptr);
    for (const api::ValueInfo& value : info.values) {
        QVERIFY2(isId(value.id) && !value.label.empty() && !value.unit.empty() && isSentence(value.sentence),
                 value.id.c_str());
        QVERIFY2(!value.isList || value.scope == api::ValueScope::Clip, value.id.c_str());
        QVERIFY2(value.scope == api::ValueScope::Clip || definition->prepareMeasure != nullptr, value.id.c_str());
    }
}

void tst_Contract::defaultsAreValid() {
    QFETCH(const Definition*, definition);
    QVERIFY(filter::validate(*definition, {}).has_value());
    QVERIFY(filter::validate(*definition, api::Json::object()).has_value());
    for (const api::Json& set : parameterSets(*definition)) QVERIFY(filter::validate(*definition, set).has_value());
    api::Json typical = api::Json::object();
    for (const auto& [id, value] : definition->typical) typical.set(id, value);
    QVERIFY(filter::validate(*definition, typical).has_value());
}

void tst_Contract::refusesWhatIsOutsideTheTable() {
    QFETCH(const Definition*, definition);
    const auto refuses = [&](const std::string& id, api::Json value) {
        api::Json object = api::Json::object();
        object.set(id, std::move(value));
        const auto values = filter::validate(*definition, object);
        return !values && values.error().code == base::ErrorCode::InvalidArgument &&
               values.error().message.find(id) != std::string::npos;
    };
    QVERIFY(refuses("no_such_parameter", 1));
    for (const api::ParameterInfo& parameter : definition->info.parameters) {
        if (parameter.kind == api::ParameterKind::Number || parameter.kind == api::ParameterKind::Integer) {
            QVERIFY2(refuses(parameter.id, parameter.minimum - 1.0), parameter.id.c_str());
            QVERIFY2(refuses(parameter.id, parameter.maximum + 1.0), parameter.id.c_str());
            QVERIFY2(refuses(parameter.id, std::nan("")), parameter.id.c_str());
            QVERIFY2(refuses(parameter.id, "1"), parameter.id.c_str());
        } else {
            QVERIFY2(refuses(parameter.id, 1), parameter.id.c_str());
        }
        if (parameter.kind == api::ParameterKind::Integer) QVERIFY(refuses(parameter.id, parameter.minimum + 0.5));
        if (parameter.kind == api::ParameterKind::Choice) QVERIFY(refuses(parameter.id, "no such choice"));
    }
}

void tst_Contract::findsTheNearestNameForATypo() {
    const auto filter = filter::use(api::OperationKind::Filter, "resise", {});
    QCOMPARE(filter.error().code, base::ErrorCode::NotFound);
    QVERIFY(filter.error().message.find("\"resize\"") != std::string::npos);
    api::Json parameters = api::Json::object();
    parameters.set("heigth", 720);
    const auto parameter = filter::use(api::OperationKind::Filter, "resize", parameters);
    QVERIFY(parameter.error().message.find("\"height\"") != std::string::npos);
}

void tst_Contract::staysInsideItsPicturesOnEveryBuild() {
    QFETCH(const Definition*, definition);
    for (const auto build : {device::HostBuild::Baseline, device::HostBuild::V3}) {
        const auto host = filter::createHost(build);
        const auto queue = *host->createQueue();
        for (const frame::PictureSpec& spec : pictures()) {
            tests::GuardedQueue guarded(*queue);
            std::vector<frame::Frame> frames;
            for (int i = 0; i < 3; ++i)
                frames.push_back(guarded.guarded(*filter::testPicture(spec, filter::Pattern::Noise, i)));
            for (const api::Json& set : parameterSets(*definition)) {
                runThrough(*filter::use(definition->info.kind, definition->info.id, set), spec, guarded, frames);
            }
            QVERIFY2(guarded.guardsAreWhole(), qPrintable(QString("%1 %2x%3")
                                                              .arg(QString::fromStdString(toText(spec.format)))
                                                              .arg(spec.width)
                                                              .arg(spec.height)));
        }
    }
}

void tst_Contract::leavesItsInputAlone() {
    QFETCH(const Definition*, definition);
    const auto host = filter::createHost();
    const auto queue = *host->createQueue();
    frame::PictureSpec spec;
    spec.width = 61;
    spec.height = 47;
    std::vector<frame::Frame> frames;
    for (int i = 0; i < 3; ++i) frames.push_back(*filter::testPicture(spec, filter::Pattern::Noise, i));
    for (const api::Json& set : parameterSets(*definition)) {
        runThrough(*filter::use(definition->info.kind, definition->info.id, set), spec, *queue, frames);
    }
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(filter::largestDifference(frames[static_cast<std::size_t>(i)],
                                           *filter::testPicture(spec, filter::Pattern::Noise, i)),
                 0.0);
    }
}

void tst_Contract::neutralParametersDoNothing() {
    frame::PictureSpec spec;
    spec.width = 61;
    spec.height = 47;
    for (const auto& [id, parameter] : {std::pair{"adjust", ""},
                                        {"bilateral", "strength"},
                                        {"convert", ""},
                                        {"crop", ""},
                                        {"curves", ""},
                                        {"deband", "threshold"},
                                        {"grain", "amount"},
                                        {"levels", ""},
                                        {"lut3d", ""},
                                        {"nlmeans", "strength"},
                                        {"pad", ""},
                                        {"rotate", ""},
                                        {"sharpen", "amount"},
                                        {"smooth", "strength"},
                                        {"tonemap", ""},
                                        {"vignette", "angle"},
                                        {"white_balance", ""}}) {
        api::Json object = api::Json::object();
        if (*parameter != '\0') object.set(parameter, 0.0);
        const auto use = *filter::use(api::OperationKind::Filter, id, object);
        const auto chain = filter::Chain::prepare(std::span(&use, 1), spec);
        QVERIFY2(chain.has_value() && chain->isEmpty() && chain->output() == spec, id);
    }
}

void tst_Contract::theNeutralGradeGivesTheInputBackToTheBit_data() {
    QTest::addColumn<int>("format");
    const auto formats = filter::testFormats();
    for (std::size_t i = 0; i < formats.size(); ++i) QTest::newRow(toText(formats[i]).c_str()) << static_cast<int>(i);
}

void tst_Contract::theNeutralGradeGivesTheInputBackToTheBit() {
    QFETCH(int, format);
    frame::PictureSpec spec;
    spec.format = filter::testFormats()[static_cast<std::size_t>(format)];
    spec.width = 61;
    spec.height = 47;
    const auto math = filter::colorMath(spec);
    const filters::adjust::Straight::Params neutral{{1.0F, 1.0F, 1.0F},       1.0F,   1.0F, 1.0F, math.kr,
                                                    1.0F - math.kr - math.kb, math.kb};
    filter::Pass pass;
    pass.kernel = "adjust_Straight";
    pass.shape = pixel::Shape::Point;
    pass.output = spec;
    pass.params[0] = filter::ParamBytes::of(neutral);
    for (const auto build : {device::HostBuild::Baseline, device::HostBuild::V3}) {
        const auto host = filter::createHost(build);
        const auto queue = *host->createQueue();
        auto call = *filter::PassCall::create(pass, spec, *queue);
        for (const auto pattern : {filter::Pattern::Noise, filter::Pattern::Extremes, filter::Pattern::Ramp}) {
            const frame::Frame picture = *filter::testPicture(spec, pattern, 0);
            const auto made = call.run(std::span(&picture, 1), 0);
            QVERIFY(made.has_value());
            QCOMPARE(filter::largestDifference(*made, picture), 0.0);
        }
    }
}

QTEST_GUILESS_MAIN(tst_Contract)
#include "tst_contract.moc"
