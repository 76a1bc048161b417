#include <QtTest>

#include <random>

#include "engine/api/wire.h"
#include "engine/api/wire_codec.h"

using namespace fotograma;
using namespace fotograma::api;

namespace {

// ---- Random values of any type that crosses, made from the same tables -----------------------------------------

class Dice {
public:
    explicit Dice(unsigned seed) : m_engine(seed) {}

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_engine); }

    void fill(bool& value) { value = below(2) == 1; }
    void fill(int& value) { value = std::uniform_int_distribution<int>(INT_MIN, INT_MAX)(m_engine); }
    void fill(std::int64_t& value) {
        value = std::uniform_int_distribution<std::int64_t>(INT64_MIN, INT64_MAX)(m_engine);
    }
    void fill(double& value) { value = std::uniform_real_distribution<double>(-1e9, 1e9)(m_engine); }
    void fill(std::string& value) {
        static const std::vector<std::string> kPieces{"a",  "\"", "\\", "/", "\n", "ñ",  "フ",  "🎞",
                                                      "\t", " ",  ".",  "[", "]",  "{}", "\x01"};
        value.clear();
        for (int n = below(6); n > 0; --n) value += kPieces[static_cast<std::size_t>(below(int(kPieces.size())))];
    }
    void fill(base::ErrorCode& value) {
        value = static_cast<base::ErrorCode>(below(static_cast<int>(base::ErrorCode::Internal) + 1));
    }
    void fill(Bytes& value) {
        value.raw.resize(static_cast<std::size_t>(below(9)));
        for (char& byte : value.raw) byte = static_cast<char>(below(256));
    }
    void fill(Json& value) {
        std::string text;
        std::int64_t number = 0;
        fill(text);
        fill(number);
        value = Json::object().set("text", text).set("list", Json::array().append(number).append(true).append(0.5));
    }
    template <class Tag>
    void fill(base::StrongId<Tag>& value) {
        fill(value.value);
    }
    template <wire::Named T>
    void fill(T& value) {
        value = wire::kNames<T>[below(static_cast<int>(std::size(wire::kNames<T>)))].first;
    }
    template <wire::Listed T>
    void fill(T& value) {
        std::apply([&](const auto&... fields) { (fill(value.*fields.member), ...); }, wire::kFields<T>);
    }
    template <class T>
    void fill(std::optional<T>& value) {
        value.reset();
        if (below(2) == 1) fill(value.emplace());
    }
    template <class T>
    void fill(std::vector<T>& value) {
        value.clear();
        for (int n = below(4); n > 0; --n) fill(value.emplace_back());
    }
    void fill(std::map<JobState, std::int64_t>& value) {
        value.clear();
        for (const auto& [state, name] : wire::kNames<JobState>)
            if (below(2) == 1) fill(value[state]);
    }
    void fill(std::pair<JobId, base::Error>& value) {
        fill(value.first);
        fill(value.second);
    }

private:
    std::mt19937 m_engine;
};

/// The size a struct of just the listed members would have. Differs from sizeof when one was forgotten or moved.
template <class T>
constexpr std::size_t sizeOfListedMembers() {
    std::size_t end = 0;
    std::size_t widest = 1;
    const auto place = [&](std::size_t size, std::size_t alignment) {
        end = (end + alignment - 1) / alignment * alignment + size;
        widest = std::max(widest, alignment);
    };
    std::apply(
        [&](const auto&... fields) {
            (place(sizeof(std::declval<T&>().*fields.member),
                   alignof(std::remove_cvref_t<decltype(std::declval<T&>().*fields.member)>)),
             ...);
        },
        wire::kFields<T>);
    return (end + widest - 1) / widest * widest;
}

template <class T>
void checkRoundTrip() {
    static_assert(sizeOfListedMembers<T>() == sizeof(T), "a member is missing in wire_fields.h, or out of order");
    for (unsigned seed = 0; seed < 50; ++seed) {
        T value;
        Dice(seed).fill(value);
        const Json written = wire::write(value);
        const auto parsed = Json::parse(written.dump());
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message.c_str());
        T back;
        const wire::Outcome problem = wire::read(*parsed, back);
        QVERIFY2(!problem, problem ? (problem->path + " " + problem->sentence).c_str() : "");
        QCOMPARE(wire::write(back).dump(2), written.dump(2));
    }
}

Json parsed(const char* text) {
    auto json = Json::parse(text);
    return json ? *json : Json("not JSON");
}

}  // namespace

class tst_wire : public QObject {
    Q_OBJECT

private slots:
    void everyTypeComesBackAsItWent() {
        checkRoundTrip<base::Error>();
        checkRoundTrip<ParameterInfo>();
        checkRoundTrip<ValueInfo>();
        checkRoundTrip<OperationInfo>();
        checkRoundTrip<DeviceInfo>();
        checkRoundTrip<RecipeInfo>();
        checkRoundTrip<ServiceInfo>();
        checkRoundTrip<JobSpec>();
        checkRoundTrip<FateNote>();
        checkRoundTrip<PassInfo>();
        checkRoundTrip<Artifact>();
        checkRoundTrip<StageShare>();
        checkRoundTrip<Progress>();
        checkRoundTrip<Report>();
        checkRoundTrip<JobRecord>();
        checkRoundTrip<SubmitItem>();
        checkRoundTrip<SubmitRequest>();
        checkRoundTrip<SubmitOutcome>();
        checkRoundTrip<SubmitReply>();
        checkRoundTrip<CheckReply>();
        checkRoundTrip<ControlReply>();
        checkRoundTrip<Snapshot>();
        checkRoundTrip<Event>();
        checkRoundTrip<Percentiles>();
        checkRoundTrip<Stats>();
        checkRoundTrip<CacheQuery>();
        checkRoundTrip<CacheReply>();
        checkRoundTrip<PreviewRequest>();
        checkRoundTrip<Preview>();
    }

    void bytesAreBase64() {
        // The vectors of RFC 4648.
        for (const auto& [raw, text] : {std::pair{"", ""}, std::pair{"f", "Zg=="}, std::pair{"fo", "Zm8="},
                                        std::pair{"foo", "Zm9v"}, std::pair{"foobar", "Zm9vYmFy"}}) {
            QCOMPARE(base::toBase64(raw), std::string(text));
            QCOMPARE(base::fromBase64(text), std::optional<std::string>(raw));
        }
        for (const char* wrong : {"Zg", "Z===", "Zm9v\n", "Zm-v", "Zg==Zg==", "===="})
            QVERIFY(!base::fromBase64(wrong));
        const auto preview = previewFromJson(Json::object().set("picture", "no base64!"));
        QVERIFY(!preview);
        QCOMPARE(preview.error().detail, std::string("picture"));
    }

    void theNamesOfStatesAndActionsReadBack() {
        for (const auto& [state, name] : wire::kNames<JobState>)
            QCOMPARE(jobStateFromText(toText(state)).value(), state);
        for (const auto& [action, name] : wire::kNames<JobAction>)
            QCOMPARE(jobActionFromText(toText(action)).value(), action);
        const auto wrong = jobStateFromText("pausd");
        QVERIFY(!wrong.has_value());
        QCOMPARE(wrong.error().message,
                 std::string("The job state is not known: \"pausd\" (the nearest is \"paused\")."));
    }

    void hostileJsonGivesThePathOfTheMember_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("path");
        QTest::newRow("not an object") << "[]"
                                       << "";
        QTest::newRow("text for a number") << R"({"id":"seven"})"
                                           << "id";
        QTest::newRow("half a job") << R"({"id":7.5})"
                                    << "id";
        QTest::newRow("beyond exact doubles") << R"({"input_bytes":1e300})"
                                              << "input_bytes";
        QTest::newRow("int overflow") << R"({"attempts":4294967296})"
                                      << "attempts";
        QTest::newRow("unknown state") << R"({"state":"sleeping"})"
                                       << "state";
        QTest::newRow("state as a number") << R"({"state":1})"
                                           << "state";
        QTest::newRow("number in a list of texts") << R"({"spec":{"outputs":["a","b",3]}})"
                                                   << "spec.outputs[2]";
        QTest::newRow("object for a list") << R"({"progress":{"stages":{}}})"
                                           << "progress.stages";
        QTest::newRow("deep") << R"({"progress":{"stages":[{"busy_share":true}]}})"
                              << "progress.stages[0].busy_share";
        QTest::newRow("inside an optional") << R"({"error":{"message":[]}})"
                                            << "error.message";
        QTest::newRow("number for a flag") << R"({"interrupted":0})"
                                           << "interrupted";
    }
    void hostileJsonGivesThePathOfTheMember() {
        QFETCH(QString, json);
        QFETCH(QString, path);
        const auto record = jobRecordFromJson(parsed(json.toUtf8().constData()));
        QVERIFY(!record.has_value());
        QVERIFY(record.error().code == base::ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(record.error().detail), path);
        QVERIFY(record.error().message.find(path.toStdString()) != std::string::npos);
    }

    void missingMembersAndNullsKeepTheirDefaults() {
        const auto spec = jobSpecFromJson(parsed(R"({"input":"/v/a.mp4","device":null,"colour":"of the future"})"));
        QVERIFY(spec.has_value());
        QCOMPARE(spec->input, std::string("/v/a.mp4"));
        QCOMPARE(spec->device, std::string("auto"));
        QVERIFY(spec->recipe.isNull());
        QVERIFY(spec->overwrite == OverwriteRule::Ask);
        const auto event = eventFromJson(Json::object());
        QVERIFY(event.has_value() && !event->record && !event->progress);
    }

    void wholeNumbersMayComeAsDoubles() {
        const auto progress = progressFromJson(parsed(R"({"frames":120.0,"fps":25})"));
        QVERIFY(progress.has_value());
        QCOMPARE(progress->frames, std::int64_t{120});
        QCOMPARE(progress->fps, 25.0);
    }

    void anUnknownErrorCodeIsReadAsInternal() {
        const auto error = errorFromJson(parsed(R"({"code":"solar_flare","message":"m"})"));
        QVERIFY(error.has_value());
        QVERIFY(error->code == base::ErrorCode::Internal);
    }

    void endedJobsMoveOnlyByRetry() {
        for (const auto& [from, name] : wire::kNames<JobState>) {
            QVERIFY(!isLegalMove(from, from));
            for (const auto& [to, other] : wire::kNames<JobState>)
                if (isTerminal(from)) QCOMPARE(isLegalMove(from, to), from != JobState::Done && to == JobState::Queued);
        }
        QVERIFY(isLegalMove(JobState::Queued, JobState::Running));
        QVERIFY(!isLegalMove(JobState::Queued, JobState::Done));
        QVERIFY(isLegalMove(JobState::Running, JobState::Queued));
    }
};

QTEST_GUILESS_MAIN(tst_wire)
#include "tst_wire.moc"
