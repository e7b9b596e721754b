use super::report::{Faults, Path, Report};
use super::section::DOCUMENT;
use super::shape::{Shape, merge, named_path};
use super::tree::Tree;
use super::{Limits, PolicyDocument};

impl PolicyDocument {
    /// This document laid over its base, which it names by its id: what it does not say, the base says.
    ///
    /// Records are changed key by key. Lists of entries that are known by a name (groups, indicators, factors, caps,
    /// dimensions; hysteresis by its dimension) are changed entry by entry: one of a known name is changed in its place, a new
    /// one comes last, and one with `"remove": true` goes. Lists whose order says something (tiers, bands, rules, segments,
    /// levels), conditions and everything else are given whole; a model that is `"off"` goes. A base can have a base of
    /// its own: lay it over that first.
    ///
    /// ```
    /// use segmentry::{FactTable, PolicyDocument};
    ///
    /// let house: PolicyDocument = serde_json::from_str(r#"{
    ///     "version": 1, "id": "house", "currency": "EUR",
    ///     "tier": {"tiers": [{"name": "smb"}, {"name": "enterprise", "from": "50000"}], "strategic": "strategic"},
    ///     "wallet": {"nps_below": "10"}
    /// }"#)?;
    /// let tenant: PolicyDocument = serde_json::from_str(r#"{
    ///     "version": 1, "id": "acme", "base": "house",
    ///     "tier": {"tiers": [{"name": "smb"}, {"name": "enterprise", "from": "80000"}]}
    /// }"#)?;
    /// let policy = tenant.over(&house)?.compile(&FactTable::accounts())?;
    /// let floors: Vec<String> = policy.segmentation().tier().floors().map(|(_, floor)| floor.to_string()).collect();
    /// assert_eq!(floors, ["80000.00 EUR"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// In faults of the whole, entries that are known by a name stand by it (`risk.factors[nps].fact`): their places are those
    /// of neither document.
    ///
    /// # Errors
    /// A [`Report`] where the base is another one than this document names, has another currency, or lacks what is to be
    /// removed; and for whatever the whole says that no document may say.
    pub fn over(&self, base: &Self) -> Result<Self, Report> {
        let mut faults = Faults::default();
        let root = Path::root("");
        match self.base() {
            None => faults.push(&root, || "the document names no base; it says everything itself".into()),
            Some(named) if named != base.id() => {
                let given = base.id();
                faults.push(&root.key("base"), || format!("the base is `{named}`, and `{given}` was given"));
            }
            Some(_) => {}
        }
        if let (Some(own), Some(of_base)) = (self.currency(), base.currency()) {
            if own != of_base {
                let problem =
                    format!("the base's amounts are in {of_base}; {own} would change what they say");
                faults.push(&root.key("currency"), || problem);
            }
        }
        let mut merged = merge(&Shape::Record(&DOCUMENT), &root, &base.tree, self.tree.clone(), &mut faults);
        // The whole names the base of its base, if there is one.
        if let Tree::Record(fields) = &mut merged {
            fields.retain(|(key, _)| &**key != "base");
            if let Some(below) = base.tree.get("base") {
                fields.push(("base".into(), below.clone()));
            }
        }
        faults.finish(())?;
        // In the whole, places are those of neither file, so faults stand by names.
        let whole = merged.clone();
        let by_name = |path: &str| named_path(&Shape::Record(&DOCUMENT), &whole, path);
        let document = Self::check(merged, Limits::default()).map_err(|report| report.renamed(by_name))?;
        Ok(Self { is_merged: true, ..document })
    }
}
