package dev.mooring.practice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/// RFC 6902, by zjsonpatch; it removes what is not there without a word, where the server refuses.
final class JsonPatches {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonPatches() {}

  static Document applied(Document object, Document patch) {
    JsonNode here = JSON.valueToTree(object.plain());
    try {
      for (JsonNode step : JSON.<JsonNode>valueToTree(patch.plain())) {
        String path = step.path("path").asText();
        if (step.path("op").asText().equals("remove") && here.at(path).isMissingNode()) {
          throw refused("remove operation does not apply: doc is missing path: \"" + path + "\"");
        }
        here = JsonPatch.apply(JSON.createArrayNode().add(step), here);
      }
    } catch (JsonPatchException | IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    return Documents.json(here.toString(), "the patched object");
  }

  private static ApiFailure refused(String why) {
    return ApiFailure.of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request: jsonpatch " + why);
  }
}
