package dev.mooring.desktop.terminal;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.AttachmentReader;
import dev.mooring.registry.attached.Attachments;
import java.util.LinkedHashMap;
import java.util.Map;

/// A command about what is attached to an image. Where the registry couldn't say what that is, no
/// command ends as if it had said that there is nothing.
abstract class AttachedQuery extends ImageQuery {
  AttachedQuery(Opening opening) {
    super(opening);
  }

  /// What is attached to what a reference names, and to one image of it.
  static Attachments attached(ImageOperand operand, Manifest image) throws InterruptedException {
    return new AttachmentReader(operand.source()).read(operand.chosen().named(), image);
  }

  /// What something is attached to, in a word.
  static String subject(ImageOperand operand, Attached attached) {
    boolean whole = attached.subject().equals(operand.chosen().named().digest());
    return whole
        ? operand.chosen().named().isIndex() ? Messages.of("the-index") : Messages.of("the-image")
        : operand
            .chosen()
            .platform()
            .map(Object::toString)
            .orElseGet(() -> attached.subject().brief());
  }

  static Map<String, Object> json(Attached attached) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", attached.kind().id());
    json.put("type", attached.type());
    json.put("subject", attached.subject().text());
    json.put("manifest", attached.manifest().text());
    attached.content().ifPresent(each -> json.put("content", each.digest().text()));
    json.put("storedAs", attached.way().id());
    json.put("state", attached.state().id());
    return json;
  }

  /// Says in JSON whether this is all.
  static void state(Attachments attachments, Map<String, Object> into) {
    into.put("state", attachments instanceof Attachments.Unknown ? "unknown" : "listed");
    if (attachments instanceof Attachments.Unknown unknown) {
      into.put("problem", Output.json(unknown.why()));
    }
  }

  /// The end of a command that has told what it knows.
  ///
  /// @return 0 where that is all
  /// @throws MooringException where there may be more, to people
  final int ended(Attachments attachments) {
    if (!(attachments instanceof Attachments.Unknown unknown)) {
      return 0;
    }
    if (json()) {
      return 1;
    }
    output().note(Messages.of("there-may-be-more"));
    throw unknown.why().raise();
  }
}
