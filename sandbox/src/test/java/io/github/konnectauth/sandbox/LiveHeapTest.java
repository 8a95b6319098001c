package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveHeapTest {

    @Test
    void thePartsOfAHeapAreAddedAndTheMetaspaceIsNot() {
        assertThat(LiveHeap.used("""
                4242:
                 DefNew     total 39296K, used 1500K [0x00000000ec000000, 0x00000000eea90000, 0x00000000f2ab0000)
                  eden space 34944K,   3% used [0x00000000ec000000, 0x00000000ec1770c0, 0x00000000ee220000)
                  from space 4352K,   0% used [0x00000000ee660000, 0x00000000ee660000, 0x00000000eeaa0000)
                 Tenured    total 87424K, used 41000K [0x00000000f2ab0000, 0x00000000f8010000, 0x0000000100000000)
                   the space 87424K,  46% used [0x00000000f2ab0000, 0x00000000f52ba0b8, 0x00000000f52ba200, 0x00000000f8010000)
                 Metaspace       used 40123K, committed 40960K, reserved 1114112K
                  class space    used 4567K, committed 4928K, reserved 1048576K
                """)).isEqualTo(42_500);
    }
}
