package dev.mooring.desktop.terminal;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.TrustedKey;
import dev.mooring.registry.attached.Verdict;
import dev.mooring.registry.attached.Verification;
import dev.mooring.registry.attached.Verification.Checked;
import dev.mooring.registry.tree.ChosenImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Whether the holder of a key signed an image.
@Command(name = "verify")
final class ImageVerifyCommand extends AttachedQuery {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("kind")),
          Table.Column.keep(Messages.of("attached-to")),
          Table.Column.keep(Messages.of("digest")),
          Table.Column.keep(Messages.of("result")));

  @Parameters(paramLabel = "REF")
  String image = "";

  @Option(names = "--key", paramLabel = "FILE", required = true)
  Path key = Path.of("");

  ImageVerifyCommand(Opening opening) {
    super(opening);
  }

  /// Without a platform that was asked for, what the reference names is verified, and no image of
  /// it.
  @Override
  void tell(ChosenImage chosen) {}

  @Override
  int look() throws InterruptedException {
    TrustedKey trusted = TrustedKey.read(key);
    try (ImageOperand operand = open(image)) {
      Map<Digest, Manifest> images = new LinkedHashMap<>();
      Manifest named = operand.chosen().named();
      Manifest chosen = platform == null ? named : operand.chosen().image();
      images.put(named.digest(), named);
      images.put(chosen.digest(), chosen);
      Attachments attachments = attached(operand, chosen);
      List<Checked> checked =
          new Verification(operand.source(), trusted, images).check(attachments);
      boolean verified = checked.stream().anyMatch(Checked::isVerified);
      if (json()) {
        Map<String, Object> json = operand.json();
        json.put("verified", verified);
        json.put("verifiedDigests", digests(images, checked).stream().map(Digest::text).toList());
        json.put("key", trusted.words());
        state(attachments, json);
        json.put("signatures", checked.stream().map(ImageVerifyCommand::json).toList());
        output().json(json);
        return verified ? 0 : 1;
      }
      if (!checked.isEmpty()) {
        show(new Table(COLUMNS, checked.stream().map(each -> row(operand, each)).toList()));
      }
      if (verified) {
        for (Digest digest : digests(images, checked)) {
          output()
              .line(Messages.of("image-verified", operand.place().name("") + "@" + digest, key));
        }
        return 0;
      }
      output().line(Messages.of("image-not-verified", operand.name(), key));
      if (checked.isEmpty() && attachments instanceof Attachments.Listed) {
        output().line(Messages.of("no-signature-is-attached"));
      }
      ended(attachments);
      return 1;
    }
  }

  /// Those of the images that the key's holder signed.
  private static List<Digest> digests(Map<Digest, Manifest> images, List<Checked> checked) {
    return images.keySet().stream()
        .filter(
            digest ->
                checked.stream()
                    .anyMatch(
                        each -> each.isVerified() && each.attached().subject().equals(digest)))
        .toList();
  }

  private static List<String> row(ImageOperand operand, Checked each) {
    return List.of(
        each.attached().kind().words(),
        subject(operand, each.attached()),
        each.attached().manifest().brief(),
        each.verdict().words());
  }

  private static Map<String, Object> json(Checked each) {
    Map<String, Object> json = json(each.attached());
    json.put("result", each.verdict().id());
    json.put("reason", each.verdict().words());
    if (each.verdict() instanceof Verdict.Keyless keyless) {
      json.put("certificateIdentity", keyless.identity().name());
      json.put("certificateIssuer", keyless.identity().issuer());
    }
    return json;
  }
}
