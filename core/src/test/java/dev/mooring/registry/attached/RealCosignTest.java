package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What cosign 3.1.3 wrote for one image and one key, in its form and in that of cosign 2.
class RealCosignTest {
  /// Its public key.
  private static final String KEY =
      "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FF"
          + "NnRqT1F3WlA5cDhxYjVKT3M1R1dkaUQ4SjNJdQozM25oSG9yV0ZrMElHcVc1RlFFcGp1dU9CMk9ORW5aMVB0"
          + "Qk1OTGxYeWpaY3VqUjkvQlZTQ1pKUDJ3PT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0tCg==";

  /// The manifest of the image.
  private static final String IMAGE =
      "eyJzY2hlbWFWZXJzaW9uIjoyLCJtZWRpYVR5cGUiOiJhcHBsaWNhdGlvbi92bmQuZG9ja2VyLmRpc3RyaWJ1"
          + "dGlvbi5tYW5pZmVzdC52Mitqc29uIiwiY29uZmlnIjp7Im1lZGlhVHlwZSI6ImFwcGxpY2F0aW9uL3ZuZC5k"
          + "b2NrZXIuY29udGFpbmVyLmltYWdlLnYxK2pzb24iLCJzaXplIjoyMzMsImRpZ2VzdCI6InNoYTI1Njo4Yjc2"
          + "OGNmN2YxN2FkMDFhZjY2NmE4Y2ViYWY2MzJkYWQ4ZmYzZWMwZGM1ZDA2NmJiYTI3NjBhMGRlNWE2MzEwIn0s"
          + "ImxheWVycyI6W3sibWVkaWFUeXBlIjoiYXBwbGljYXRpb24vdm5kLmRvY2tlci5pbWFnZS5yb290ZnMuZGlm"
          + "Zi50YXIuZ3ppcCIsInNpemUiOjExNSwiZGlnZXN0Ijoic2hhMjU2OmE4M2E4OGVkMmMzYjRmYTgwZjg4Y2Vj"
          + "NmIwYjcyODFjMjc5ZjIzZjU2MDAyNTVhODg4YWQwZjk4MDU5YjYyOGMifV19";

  /// What `cosign sign` stores as a referrer.
  private static final String BUNDLE =
      "eyJtZWRpYVR5cGUiOiJhcHBsaWNhdGlvbi92bmQuZGV2LnNpZ3N0b3JlLmJ1bmRsZS52MC4zK2pzb24iLCJ2"
          + "ZXJpZmljYXRpb25NYXRlcmlhbCI6eyJwdWJsaWNLZXkiOnsiaGludCI6IktwRTdGSE50NjFWMDJMaW5SQmdX"
          + "Nm1haVQybDRvd0llUTBVVEVLWFg2dUU9In19LCJkc3NlRW52ZWxvcGUiOnsicGF5bG9hZCI6ImV5SmZkSGx3"
          + "WlNJNkltaDBkSEJ6T2k4dmFXNHRkRzkwYnk1cGJ5OVRkR0YwWlcxbGJuUXZkakVpTENKemRXSnFaV04wSWpw"
          + "YmV5SmthV2RsYzNRaU9uc2ljMmhoTWpVMklqb2lOelU0TWpSaVl6QmlaVEV3WVRFNVpETTRaRGt5TldJeE5X"
          + "Wm1PREZrWVRWak1EUmlORE5pTldWaVpqSm1NalUxTnpBeE1ETmpPV1ZqWkdZMlltWXpaU0o5TENKaGJtNXZk"
          + "R0YwYVc5dWN5STZlMzE5WFN3aWNISmxaR2xqWVhSbFZIbHdaU0k2SW1oMGRIQnpPaTh2YzJsbmMzUnZjbVV1"
          + "WkdWMkwyTnZjMmxuYmk5emFXZHVMM1l4SWl3aWNISmxaR2xqWVhSbElqcDdmWDA9IiwicGF5bG9hZFR5cGUi"
          + "OiJhcHBsaWNhdGlvbi92bmQuaW4tdG90bytqc29uIiwic2lnbmF0dXJlcyI6W3sic2lnIjoiTUVRQ0lHbWND"
          + "ZEN5WVNLamtzOWw3SHdSV3RoRHpzaVJmOFZBekMxY0VidDlWQXNwQWlCeEVZWCtGRkJXWmlRTlE4NUdzYkZk"
          + "US81c3pyWTB0NFdYUHhyOHZJYSsvQT09In1dfX0=";

  /// What `cosign sign --new-bundle-format=false` stores under the tag `.sig`.
  private static final String PAYLOAD =
      "eyJjcml0aWNhbCI6eyJpZGVudGl0eSI6eyJkb2NrZXItcmVmZXJlbmNlIjoibG9jYWxob3N0OjU5OTcvb2xk"
          + "In0sImltYWdlIjp7ImRvY2tlci1tYW5pZmVzdC1kaWdlc3QiOiJzaGEyNTY6NzU4MjRiYzBiZTEwYTE5ZDM4"
          + "ZDkyNWIxNWZmODFkYTVjMDRiNDNiNWViZjJmMjU1NzAxMDNjOWVjZGY2YmYzZSJ9LCJ0eXBlIjoiY29zaWdu"
          + "IGNvbnRhaW5lciBpbWFnZSBzaWduYXR1cmUifSwib3B0aW9uYWwiOm51bGx9";

  private static final String SIGNATURE =
      "MEUCIAg79nXn/u11T5tHU/1RbAKN2JQpcYcRqxnZB1xbYdrbAiEAoNehYpDCMSUor/K69i2HlzmfRvNhq9yf8AAuwnTFUiQ=";

  /// What `cosign attest --new-bundle-format=false` stores under the tag `.att`.
  private static final String ATTESTATION =
      "eyJwYXlsb2FkIjoiZXlKZmRIbHdaU0k2SW1oMGRIQnpPaTh2YVc0dGRHOTBieTVwYnk5VGRHRjBaVzFsYm5R"
          + "dmRqQXVNU0lzSW5OMVltcGxZM1FpT2x0N0ltNWhiV1VpT2lKc2IyTmhiR2h2YzNRNk5UazVOeTl2YkdRaUxD"
          + "SmthV2RsYzNRaU9uc2ljMmhoTWpVMklqb2lOelU0TWpSaVl6QmlaVEV3WVRFNVpETTRaRGt5TldJeE5XWm1P"
          + "REZrWVRWak1EUmlORE5pTldWaVpqSm1NalUxTnpBeE1ETmpPV1ZqWkdZMlltWXpaU0o5ZlYwc0luQnlaV1Jw"
          + "WTJGMFpWUjVjR1VpT2lKb2RIUndjem92TDNOd1pIZ3VaR1YyTDBSdlkzVnRaVzUwSWl3aWNISmxaR2xqWVhS"
          + "bElqcDdJbTVoYldVaU9pSmhjSEFpTENKd1lXTnJZV2RsY3lJNlczc2laWGgwWlhKdVlXeFNaV1p6SWpwYmV5"
          + "SnlaV1psY21WdVkyVkRZWFJsWjI5eWVTSTZJbEJCUTB0QlIwVXRUVUZPUVVkRlVpSXNJbkpsWm1WeVpXNWpa"
          + "VXh2WTJGMGIzSWlPaUp3YTJjNlpHVmlMMlJsWW1saGJpOWpkWEpzUURndU1TSXNJbkpsWm1WeVpXNWpaVlI1"
          + "Y0dVaU9pSndkWEpzSW4xZExDSnNhV05sYm5ObFEyOXVZMngxWkdWa0lqb2lZM1Z5YkNJc0ltNWhiV1VpT2lK"
          + "amRYSnNJaXdpZG1WeWMybHZia2x1Wm04aU9pSTRMakVpZlYwc0luTndaSGhXWlhKemFXOXVJam9pVTFCRVdD"
          + "MHlMak1pZlgwPSIsInBheWxvYWRUeXBlIjoiYXBwbGljYXRpb24vdm5kLmluLXRvdG8ranNvbiIsInNpZ25h"
          + "dHVyZXMiOlt7InNpZyI6Ik1FVUNJQ0tjRU1MdGtPU2RFM29pQ1RDamlnRUhteHJ2UDYrNDZaYzArQk56RlBi"
          + "d0FpRUFqbU1MZUkvUjB4NldkOTFYcHlZemVaZmJsdXFHYURjdFNOR2RYc0JhRnJNPSJ9XX0=";

  private final Shelf shelf = new Shelf();
  private final Manifest image = Manifest.read("test", decoded(IMAGE), MediaTypes.DOCKER_MANIFEST);

  private static byte[] decoded(String text) {
    return Base64.getDecoder().decode(text);
  }

  private List<Verdict> verdicts(TrustedKey key) throws Exception {
    return new Verification(shelf, key, Map.of(image.digest(), image))
        .check(new AttachmentReader(shelf).read(image, image)).stream()
            .map(Verification.Checked::verdict)
            .toList();
  }

  private void attachAll() {
    shelf.attach(Shelf.BUNDLE, image, Map.of(), Shelf.content(Shelf.BUNDLE, decoded(BUNDLE)));
    shelf.tagged(
        image, ".sig", Signer.simple(decoded(PAYLOAD), Base64.getDecoder().decode(SIGNATURE)));
    shelf.tagged(
        image,
        ".att",
        Shelf.content(
            AttachedKinds.ENVELOPE,
            decoded(ATTESTATION),
            "predicateType",
            "https://spdx.dev/Document"));
  }

  @Test
  void itsSignaturesAreVerifiedWithItsKey() throws Exception {
    attachAll();
    TrustedKey key = TrustedKey.parse(new String(decoded(KEY), StandardCharsets.US_ASCII), "key");
    assertEquals(
        List.of(new Verdict.Verified(), new Verdict.Verified(), new Verdict.Verified()),
        verdicts(key));
    assertEquals(
        List.of(new Verdict.OtherKey(), new Verdict.OtherKey(), new Verdict.OtherKey()),
        verdicts(Signer.ecdsa().trusted()));
  }

  @Test
  void theSbomInItsAttestationIsListed() {
    assertEquals(
        List.of(new SbomPackage("curl", "8.1", "deb", "pkg:deb/debian/curl@8.1", "curl")),
        Sbom.of(decoded(ATTESTATION), false).orElseThrow().packages());
    assertEquals(
        new Digest("sha256:75824bc0be10a19d38d925b15ff81da5c04b43b5ebf2f25570103c9ecdf6bf3e"),
        image.digest());
  }
}
