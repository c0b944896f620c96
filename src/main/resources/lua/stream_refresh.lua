#!lua flags=allow-oom
-- Begins the idle time of what a replica has anew: a foreign client that starts takes whatever has been idle for 40 s,
-- locked or not, and one that hears of an expired lock, be that old news, what has been idle for 2 s.
-- KEYS: 1 stream, 2 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 entry ID after which to begin, 5 most entries, 6 "1" if only where the group
--       has consumers that are no replicas, 7 nobody's name
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {0} or {1, entry ID after which to go on, if any}
local mine = redis.call('HGET', KEYS[2], ARGV[2]) or ''
if mine:match('^%S+') ~= ARGV[3] then return {0} end
if ARGV[6] == '1' then
  local foreign = false
  for _, consumer in ipairs(redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local name = consumer[2]
    foreign = foreign or (name ~= ARGV[7] and redis.call('HEXISTS', KEYS[2], name) == 0)
  end
  if not foreign then return {1} end
end
local rows = redis.pcall('XPENDING', KEYS[1], ARGV[1], '(' .. ARGV[4], '+', ARGV[5], ARGV[2])
if #rows == 0 then return {1} end
local ids = {}
for i, row in ipairs(rows) do ids[i] = row[1] end
ids[#ids + 1] = 'JUSTID'
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, unpack(ids))
return {1, #rows == tonumber(ARGV[5]) and rows[#rows][1]}
