package dev.streamlane.streams;

class FakeBalancerClaimContractTest extends LoadBalancerClaimContract {
    @Override
    protected LoadBalancerStore store() {
        return new FakeLbsStore();
    }
}
