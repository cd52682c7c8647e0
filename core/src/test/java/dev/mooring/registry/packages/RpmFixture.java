package dev.mooring.registry.packages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/// A small RPM database that SQLite wrote: pages of 512 bytes, so that its table has inner
/// pages and most headers go on in pages of their own. lib00 to lib11.
final class RpmFixture {
  private RpmFixture() {}

  static byte[] bytes() {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(PACKED)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final String PACKED =
      "H4sIAAAAAAACA+1aS2wbRRj+/93xa21Dm9Y4QQTthTpWo+JXbEfi5aTbKtSxg+OKRghFTuJSU8chTioFEBJt"
          + "+khARDzFCQkuwIUDFySExI1bBeLAASQu9EDL41Ak4ICE+Hd2JySmz2iJkng+zYy/mfHuzj///DP/7OzoY/na"
          + "fFU/PtOcrszrSVAAER7RdQBgFLvgX6h2mQDCzcHgwCS6TKbwvBskthRM3bjxB5OG8S/8A6/iL/ijVSCxQ9Ch"
          + "UbLLS0nAQ4nPtGKvaZAeDJqGjL8BBYm2QADVbhypTJ6sPFWdCwR5ySzg73gFv8ev8Qv8FD/C9/AtXMYXqELC"
          + "WWgBFkZvvTYRjwc0v+Axv6bZPNavaT7Bsz7NK3jGq3kET3s0t+B9bs0leMqlMcGTTFMFT6iaInhc8SEL+ziP"
          + "aVz/y4B/4q94Cb/Fr2gEfIYf4wf4Dr5BFRKbA58aRmtUCBbz24xGhGBZn2AZr2Bpj2B9bsFSLsGSTLCEKlhc"
          + "8aphH9d/kDtpZcAVfADeJXIbON2lesKhEJ4JzVcm6tVCZZpH9ihzh+8LYa3WmKoumCXjJ6vPjtemOHcNloxc"
          + "2dCHCgeNY3pkbXVELxaskkgPFem50cHo9Z5h36WcG8gb9jU6v6hsHCvrhSLFo/l8r36icWqanlU2DhulNcX0"
          + "tGuUHiqWjKHDBf2IMab3mFdG9ZJxyCgZhUFjVI+ISTNi1UVHFHd4/34c4y2bm62TIz0+V509VW1MtmbVde1t"
          + "qexpUPN7KRd9Bj3h7m48neS3FM8Tv8p6oVebY7V1VZ6R0tBwrjTGpcgdLReHCnTdsFEo907UZyb0gXxxYFXm"
          + "qLX+7wMKEtcf6Y8jg8WE7S8/T3uhy2s2M7QRUq/Yebed/8nmmp3/287vsvJ7lkzvy3S6KU5xS4T4ATNW6/3Q"
          + "mKk0J09simRc/3ARzLDdcSauMDh73NbSNw5r6XM+c5KG4pDgWlrIpsfTqW3eZ0G+NT8I0DSTjWHxOcbgwoLV"
          + "d7hyg343u3rRrzI4f7elJbzfWS1hJ1/pSEsJSG62LW1X3GI/qz/bL4A6W/r9Hso2ua9B/Z6EVKt1oOziLa//"
          + "a9nSRe5Jkk5T0CdtaWfCnP9V2Av4CXbQD8e5OQ+Dl5+2ZmjlbWdnaOVFvmehUZWGzBYcVXec63IzeCltS/+g"
          + "w9Lv4/s0kr4P0hv2IoJnH3YxWFbsNfTSBttI8EsLkJCQkGjf9R/hQzDDVsb5YS+DV+61V+WrDq/K3/E3qrQq"
          + "ZyC7c/b2t4A7pQVI+1dAByiYyX+xpGgMXvVadqe+f+N3O3suRHwMVkr2v484a6Vqip+AkJVmoV/uRx3Bbop7"
          + "b6aL3S266KS6FX4uRbqgGGurKVNCYkfhrhjE43I+lZBoV//vS8A3Kdn2WM4EGLzetPxP9sRt+J/+Fp+no8Xn"
          + "6aL7DfDvc8wTYEr+vzPgzqUn/Qxee8iWAp2VQr3Mvy3i59gAIVj/jbeEhEQb4R+FysY7ADIAAA==";
}
