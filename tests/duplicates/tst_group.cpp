// Duplicates: the rule for a pair, and groups found by the tables against those of all pairs.
#include <algorithm>
#include <bit>
#include <random>

#include <QtTest>

#include "engine/duplicates/group.h"

using namespace fotograma;
using duplicates::GroupOptions;
using duplicates::Groups;
using duplicates::isNearDuplicate;
using duplicates::Rules;
using duplicates::Signatures;

using Hashes = std::vector<std::uint64_t>;

namespace {

class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}
    std::uint64_t hash() { return m_engine(); }
    int upTo(int most) { return static_cast<int>(m_engine() % static_cast<std::uint64_t>(most + 1)); }
    Hashes clip(int frames) {
        Hashes hashes;
        for (int i = 0; i < frames; ++i) hashes.push_back(hash());
        return hashes;
    }
    /// With that many bits of it turned.
    std::uint64_t near(std::uint64_t hash, int bits) {
        std::uint64_t turned = hash;
        while (std::popcount(turned ^ hash) < bits) turned ^= std::uint64_t{1} << upTo(63);
        return turned;
    }
    Hashes near(Hashes clip, int mostBits) {
        for (std::uint64_t& each : clip) each = near(each, upTo(mostBits));
        return clip;
    }

private:
    std::mt19937_64 m_engine;
};

Groups grouped(const std::vector<Hashes>& clips, std::size_t allPairsUpTo, int threads = 1) {
    Signatures signatures;
    for (const Hashes& clip : clips) signatures.add(clip);
    GroupOptions options;
    options.allPairsUpTo = allPairsUpTo;
    options.threads = threads;
    return *duplicates::group(signatures, {}, options);
}

constexpr std::size_t kAllPairs = 1 << 20;

/// Clips of which some are copies of others: re-encoded (bits turned), trimmed, with frames of a shared title.
std::vector<Hashes> library(Random& random, int clips, int mostBits) {
    const Hashes title = random.clip(2);
    std::vector<Hashes> all;
    for (int i = 0; i < clips; ++i) {
        const int kind = random.upTo(9);
        if (kind >= 4 || all.empty()) {
            Hashes fresh = random.clip(random.upTo(15));
            if (kind == 9 && fresh.size() >= 8) fresh.insert(fresh.begin(), title.begin(), title.end());
            all.push_back(std::move(fresh));
            continue;
        }
        Hashes copy =
            random.near(all[static_cast<std::size_t>(random.upTo(static_cast<int>(all.size()) - 1))], mostBits);
        if (kind == 3 && copy.size() > 4) copy.erase(copy.begin(), copy.begin() + std::ssize(copy) / 3);
        all.push_back(std::move(copy));
    }
    return all;
}

bool contains(const Groups& wide, const Groups& narrow) {
    return std::ranges::all_of(narrow, [&](const auto& group) {
        return std::ranges::any_of(wide, [&](const auto& other) { return std::ranges::includes(other, group); });
    });
}

}  // namespace

class tst_Group : public QObject {
    Q_OBJECT
private slots:
    void joinsWhatIsAlike_data();
    void joinsWhatIsAlike();
    void ruleIsSymmetric();
    void longSignaturesAreThinnedEvenly();
    void tablesFindWhatAllPairsFind();
    void tablesJoinNothingThatAllPairsDoNot();
    void hardlyAnyStrongChangeIsMissed();
    void groupsDoNotDependOnThreads();
    void sameContentIsOneGroupWithoutAnySignature();
    void aTitleThatAllShareJoinsNobody();
    void aMillionBlackClipsAreOneGroupAtOnce();
    void stopsWhenAsked();
};

void tst_Group::joinsWhatIsAlike_data() {
    QTest::addColumn<Hashes>("a");
    QTest::addColumn<Hashes>("b");
    QTest::addColumn<bool>("alike");
    Random random(1);
    const Hashes clip = random.clip(12);
    const auto part = [&](int from, int to) { return Hashes(clip.begin() + from, clip.begin() + to); };
    QTest::newRow("the same") << clip << clip << true;
    QTest::newRow("re-encoded") << clip << random.near(clip, 10) << true;
    QTest::newRow("another") << clip << random.clip(12) << false;
    QTest::newRow("trimmed on both sides") << clip << part(3, 8) << true;
    QTest::newRow("a part too short") << clip << part(3, 5) << false;
    QTest::newRow("other order") << clip << Hashes(clip.rbegin(), clip.rend()) << false;
    QTest::newRow("nothing") << clip << Hashes() << false;
    QTest::newRow("nothing and nothing") << Hashes() << Hashes() << false;
    QTest::newRow("one frame each, very alike") << part(0, 1) << Hashes{random.near(clip[0], 5)} << true;
    QTest::newRow("one frame each, alike") << part(0, 1) << Hashes{random.near(clip[0], 6)} << false;
    Hashes half = random.near(part(0, 6), 10);
    for (int i = 0; i < 6; ++i) half.push_back(random.hash());
    QTest::newRow("half of it is new") << clip << half << true;
    half[2] = random.hash();
    QTest::newRow("more than half is new") << clip << half << false;
    QTest::newRow("one still many times is not many frames")
        << Hashes(6, clip[0]) << Hashes{clip[0], clip[1], clip[2], clip[3], clip[4], clip[5]} << false;
}

void tst_Group::joinsWhatIsAlike() {
    QFETCH(Hashes, a);
    QFETCH(Hashes, b);
    QFETCH(bool, alike);
    QCOMPARE(isNearDuplicate(a, b, {}), alike);
    QCOMPARE(isNearDuplicate(b, a, {}), alike);
}

void tst_Group::ruleIsSymmetric() {
    Random random(2);
    const std::vector<Hashes> clips = library(random, 150, 14);
    for (const Hashes& a : clips)
        for (const Hashes& b : clips) QCOMPARE(isNearDuplicate(a, b, {}), isNearDuplicate(b, a, {}));
}

void tst_Group::longSignaturesAreThinnedEvenly() {
    Hashes hashes(1000);
    for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = i;
    Signatures signatures;
    signatures.add(hashes);
    QCOMPARE(signatures[0].size(), duplicates::kMostFrames);
    QCOMPARE(signatures[0].front(), 0u);
    QCOMPARE(signatures[0][32], 500u);
}

// Up to 4 turned bits leave two of six parts untouched: the tables must find it.
void tst_Group::tablesFindWhatAllPairsFind() {
    for (std::uint64_t seed = 10; seed < 30; ++seed) {
        Random random(seed);
        const std::vector<Hashes> clips = library(random, 300, 4);
        QCOMPARE(grouped(clips, 0), grouped(clips, kAllPairs));
    }
}

void tst_Group::tablesJoinNothingThatAllPairsDoNot() {
    for (std::uint64_t seed = 30; seed < 40; ++seed) {
        Random random(seed);
        const std::vector<Hashes> clips = library(random, 300, 20);
        QVERIFY(contains(grouped(clips, kAllPairs), grouped(clips, 0)));
    }
}

void tst_Group::hardlyAnyStrongChangeIsMissed() {
    Random random(3);
    std::vector<Hashes> clips;
    for (int i = 0; i < 2000; ++i) {
        clips.push_back(random.clip(8));
        clips.push_back(random.near(clips.back(), 10));
    }
    const Groups all = grouped(clips, kAllPairs);
    const Groups found = grouped(clips, 0);
    QCOMPARE(all.size(), 2000u);
    QVERIFY2(found.size() >= 1990, qPrintable(QString::number(found.size())));
}

void tst_Group::groupsDoNotDependOnThreads() {
    Random random(4);
    const std::vector<Hashes> clips = library(random, 5000, 8);
    const Groups one = grouped(clips, 0, 1);
    QVERIFY(one.size() > 100);
    QCOMPARE(grouped(clips, 0, 4), one);
    for (std::size_t i = 1; i < one.size(); ++i) QVERIFY(one[i - 1].front() < one[i].front());
    for (const auto& group : one) QVERIFY(group.size() >= 2 && std::ranges::is_sorted(group));
}

void tst_Group::sameContentIsOneGroupWithoutAnySignature() {
    Signatures signatures;
    std::vector<std::optional<base::Digest>> contents;
    for (const char* text : {"a", "b", "a", "", "a"}) {
        signatures.add({});
        contents.push_back(*text ? std::optional(base::hashText(text)) : std::nullopt);
    }
    QCOMPARE(*duplicates::group(signatures, contents, {}), (Groups{{0, 2, 4}}));
}

// Every list and every bucket is as long as can be: time must not grow with the square of it.
void tst_Group::aTitleThatAllShareJoinsNobody() {
    Random random(5);
    const Hashes title = random.clip(2);
    std::vector<Hashes> clips;
    for (int i = 0; i < 50'000; ++i) {
        clips.push_back(random.clip(10));
        std::ranges::copy(i % 2 == 0 ? title : random.near(title, 3), clips.back().begin());
    }
    clips.push_back(random.near(clips[123], 4));  // and a true copy among them is still found
    QCOMPARE(grouped(clips, 0), (Groups{{123, 50'000}}));
}

void tst_Group::aMillionBlackClipsAreOneGroupAtOnce() {
    Signatures signatures;
    const Hashes black(4, 0x8000000000000000ULL);
    for (int i = 0; i < 1'000'000; ++i) signatures.add(black);
    const auto groups = duplicates::group(signatures, {}, {});
    QCOMPARE(groups->size(), 1u);
    QCOMPARE(groups->front().size(), 1'000'000u);
}

void tst_Group::stopsWhenAsked() {
    Random random(6);
    Signatures signatures;
    for (const Hashes& clip : library(random, 3000, 4)) signatures.add(clip);
    std::stop_source stop;
    stop.request_stop();
    const auto groups = duplicates::group(signatures, {}, {}, stop.get_token());
    QVERIFY(!groups && groups.error().code == base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(tst_Group)
#include "tst_group.moc"
