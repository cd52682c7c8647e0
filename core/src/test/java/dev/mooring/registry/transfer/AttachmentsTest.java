package dev.mooring.registry.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Archives;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AttachmentsTest {
  private final KeptSource source = new KeptSource();
  private final Attachments attachments = new Attachments(new ManifestReader(source));
  private final Sink sink = new Sink();

  private static final class Sink implements ImageSink {
    private final Map<String, Manifest> stored = new LinkedHashMap<>();
    private final Map<String, Manifest> there = new LinkedHashMap<>();

    @Override
    public String name() {
      return "sink";
    }

    @Override
    public Optional<Digest> digest(String reference) {
      return Optional.empty();
    }

    @Override
    public Optional<Manifest> find(String tag) {
      return Optional.ofNullable(there.get(tag));
    }

    @Override
    public boolean has(Descriptor blob) {
      return false;
    }

    @Override
    public boolean store(Descriptor blob, BlobContent content, LongConsumer moved) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean store(Manifest manifest, String reference) {
      stored.put(reference, manifest);
      return false;
    }
  }

  private static byte[] content(String name) {
    return Archives.json(
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MediaTypes.OCI_MANIFEST,
            "layers",
            List.of(),
            "annotations",
            Map.of("name", name)));
  }

  private Manifest image(String name) {
    return source.add(MediaTypes.OCI_MANIFEST, content(name));
  }

  private static Descriptor named(Manifest manifest) {
    return Descriptor.of(manifest.mediaType(), manifest.digest(), manifest.bytes().length);
  }

  private static Manifest index(Manifest... children) {
    return Manifest.read(
        "test",
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                Stream.of(children)
                    .map(each -> Archives.descriptor(each.mediaType(), each.bytes()))
                    .toList())),
        MediaTypes.OCI_INDEX);
  }

  private static List<Digest> children(Manifest index) {
    return index.children().stream().map(Descriptor::digest).toList();
  }

  private String fallback(Manifest subject, Manifest... attached) {
    String tag = AttachedTags.referrers(subject.digest());
    source.tag(tag, index(attached));
    return tag;
  }

  @Test
  void whatTheSourceListsIsReadThreeLevelsDeep() throws Exception {
    List<Manifest> chain = Stream.of("0", "1", "2", "3", "4").map(this::image).toList();
    for (int i = 0; i < 4; i++) {
      source.referrers.put(chain.get(i).digest(), List.of(named(chain.get(i + 1))));
    }
    attachments.read(chain.getFirst(), List.of(chain.getFirst()));
    assertEquals(
        chain.subList(1, 4).stream().map(Manifest::digest).toList(),
        attachments.manifests().stream().map(Manifest::digest).toList());
    assertTrue(attachments.isReferrer(chain.get(3).digest()));
    assertFalse(attachments.isReferrer(chain.get(4).digest()));
    assertFalse(attachments.isReferrer(chain.getFirst().digest()));
    assertEquals(0, attachments.left());
  }

  @Test
  void whatIsAttachedToTwoImagesIsReadOnceAndListedForBoth() throws Exception {
    Manifest one = image("1");
    Manifest two = image("2");
    Manifest shared = image("shared");
    source.referrers.put(one.digest(), List.of(named(shared)));
    source.referrers.put(two.digest(), List.of(named(shared)));
    attachments.read(one, List.of(one, two));
    assertEquals(1, attachments.manifests().size());
    attachments.name(sink, false);
    for (Manifest each : List.of(one, two)) {
      assertEquals(
          List.of(shared.digest()),
          children(sink.stored.get(AttachedTags.referrers(each.digest()))));
    }
  }

  @Test
  void whatIsNamedAndNotThereIsLeftAndCounted() throws Exception {
    Manifest root = image("root");
    Manifest gone = image("gone");
    source.remove(gone.digest());
    source.referrers.put(root.digest(), List.of(named(gone)));
    attachments.read(root, List.of(root));
    assertEquals(1, attachments.left());
    assertEquals(List.of(), attachments.manifests());
    attachments.name(sink, false);
    assertEquals(Map.of(), sink.stored, "a list of nothing is none");
  }

  @Test
  void whereTheSourceListsNothingItsFallbackTagDoes() throws Exception {
    Manifest root = image("root");
    Manifest signature = image("signature");
    String tag = fallback(root, signature);
    attachments.read(root, List.of(root));
    assertTrue(attachments.isReferrer(signature.digest()));
    attachments.name(sink, false);
    assertArrayEquals(
        source.find(tag).orElseThrow().bytes(), sink.stored.get(tag).bytes(), "byte for byte");
  }

  @Test
  void aFallbackTagThatIsNoListSaysNothing() throws Exception {
    Manifest root = image("root");
    source.tag(AttachedTags.referrers(root.digest()), image("no list"));
    attachments.read(root, List.of(root));
    assertEquals(List.of(), attachments.manifests());
  }

  @Test
  void aPlaceThatListsReferrersItselfGetsNoFallbackTag() throws Exception {
    Manifest root = image("root");
    fallback(root, image("signature"));
    attachments.read(root, List.of(root));
    attachments.name(sink, true);
    assertEquals(Map.of(), sink.stored);
  }

  @Test
  void whatIsListedThereStaysBeforeWhatIsAdded() throws Exception {
    Manifest root = image("root");
    Manifest own = image("own");
    Manifest signature = image("signature");
    String tag = fallback(root, signature);
    sink.there.put(tag, index(own));
    attachments.read(root, List.of(root));
    attachments.name(sink, false);
    assertEquals(List.of(own.digest(), signature.digest()), children(sink.stored.get(tag)));
    assertEquals(MediaTypes.OCI_INDEX, sink.stored.get(tag).mediaType());
  }

  @Test
  void aListThatHasAllOfThemIsNotWrittenAgain() throws Exception {
    Manifest root = image("root");
    Manifest signature = image("signature");
    String tag = fallback(root, signature);
    sink.there.put(tag, index(signature, image("own")));
    attachments.read(root, List.of(root));
    attachments.name(sink, false);
    assertEquals(Map.of(), sink.stored);
  }

  @Test
  void whatIsThereAndNoListIsReplaced() throws Exception {
    Manifest root = image("root");
    Manifest signature = image("signature");
    String tag = fallback(root, signature);
    sink.there.put(tag, image("no list"));
    attachments.read(root, List.of(root));
    attachments.name(sink, false);
    assertEquals(List.of(signature.digest()), children(sink.stored.get(tag)));
  }

  @Test
  void theTagsOfCosignComeAlongUnderTheirNames() throws Exception {
    Manifest root = image("root");
    Manifest child = image("child");
    String tag = AttachedTags.referrers(root.digest()) + ".sig";
    Manifest signature = source.tag(tag, image("signature"));
    source.tag(AttachedTags.referrers(child.digest()) + ".sig", image("of the child"));
    attachments.read(root, List.of(child, root));
    assertEquals(List.of(signature), attachments.manifests());
    assertFalse(attachments.isReferrer(signature.digest()), "its tag leads to it");
    attachments.name(sink, true);
    assertEquals(Map.of(tag, signature), sink.stored);
  }
}
