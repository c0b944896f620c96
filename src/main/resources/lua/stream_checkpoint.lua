#!lua flags=allow-oom
-- Saves a stream's checkpoint, if it is still this hold's. One further on than the last counts failures anew.
-- KEYS: 1 stream, 2 states
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 entry ID, 6 checkpoint
-- Codes: 0 LOST, 1 TAKEN
-- Returns: {code}
local row = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[5], ARGV[5], 1)[1]
local _, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], ARGV[5]) or '{}')
if not row or row[2] ~= ARGV[2] or state.incarnation ~= ARGV[3] or state.epoch ~= ARGV[4] + 0 then return {0} end
local function precedes(a, b) -- IDs are compared as text: their halves may exceed what a Lua number holds exactly
  local a1, a2 = a:match('^0*(%d+)%-0*(%d+)$')
  local b1, b2 = b:match('^0*(%d+)%-0*(%d+)$')
  if a1 == b1 then return #a2 < #b2 or (#a2 == #b2 and a2 < b2) end
  return #a1 < #b1 or (#a1 == #b1 and a1 < b1)
end
if not state.checkpoint or precedes(state.checkpoint, ARGV[6]) then state.failures = 0 end
state.checkpoint = ARGV[6]
redis.call('HSET', KEYS[2], ARGV[5], cjson.encode(state))
return {1}
